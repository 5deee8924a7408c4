package almanac.mail.delivery;

import almanac.mail.outbox.MailKind;
import almanac.mail.outbox.Outbox.Counts;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;

/// The meters of mails (docs/mail.md).
@Singleton
class MailMeters {
    private final MeterRegistry meters;
    private final AtomicReference<Counts> counts = new AtomicReference<>(new Counts(0, 0));

    MailMeters(MeterRegistry meters) {
        this.meters = meters;
        gauge("waiting", "Mails that are to be sent, of all nodes");
        gauge("given.up", "Mails that were given up and are kept, of all nodes");
    }

    private void gauge(String name, String description) {
        Gauge.builder(
                        "almanac.mail." + name,
                        counts,
                        now -> name.equals("waiting")
                                ? now.get().waiting()
                                : now.get().failed())
                .description(description)
                .register(meters);
    }

    /// What became of an attempt.
    enum Outcome {
        SENT,
        REFUSED,
        GIVEN_UP,
        EXPIRED
    }

    void count(MailKind kind, Outcome outcome) {
        meters.counter(
                        "almanac.mail.attempts",
                        "kind",
                        kind.text(),
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void counted(Counts now) {
        counts.set(now);
    }
}

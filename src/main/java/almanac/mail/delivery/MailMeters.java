package almanac.mail.delivery;

import almanac.mail.outbox.MailKind;
import almanac.mail.outbox.Outbox.Counts;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;

/// The meters of mails (docs/mail.md).
@Singleton
class MailMeters {
    private final MeterRegistry meters;
    private volatile Counts counts = new Counts(0, 0);

    MailMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    /// What became of an attempt.
    enum Outcome {
        SENT,
        REFUSED,
        GIVEN_UP,
        EXPIRED
    }

    /// An alert watches counters from their zero on.
    void register(@Observes StartupEvent start) {
        for (var kind : MailKind.values()) {
            for (var outcome : Outcome.values()) {
                var _ = counter(kind, outcome);
            }
        }
        Gauge.builder("almanac.mail.waiting", this, now -> now.counts.waiting())
                .description("Mails that are to be sent, of all nodes")
                .register(meters);
        Gauge.builder("almanac.mail.given.up", this, now -> now.counts.failed())
                .description("Mails that were given up and are kept, of all nodes")
                .register(meters);
    }

    private Counter counter(MailKind kind, Outcome outcome) {
        return Counter.builder("almanac.mail.attempts")
                .description("Attempts to send a mail")
                .tag("kind", kind.text())
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }

    void count(MailKind kind, Outcome outcome) {
        counter(kind, outcome).increment();
    }

    void counted(Counts now) {
        counts = now;
    }
}

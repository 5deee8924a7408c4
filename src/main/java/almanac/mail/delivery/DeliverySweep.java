package almanac.mail.delivery;

import almanac.mail.outbox.MailServer;
import almanac.mail.outbox.Outbox;
import almanac.storage.database.Sweep;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// Sends the mails that are due, once a second on each node. A node that stops sends its batch to the end.
@Singleton
class DeliverySweep {
    private static final String SWEEP = "mail-delivery";
    private static final Duration LAST_BATCH = Duration.ofSeconds(8);
    private static final CountDownLatch NONE = new CountDownLatch(0);

    private final MailDelivery delivery;
    private final Outbox outbox;
    private final MailMeters meters;
    private final MailServer server;
    private final AtomicReference<CountDownLatch> running = new AtomicReference<>(NONE);
    private volatile boolean isStopping;

    DeliverySweep(MailDelivery delivery, Outbox outbox, MailMeters meters, MailServer server) {
        this.delivery = delivery;
        this.outbox = outbox;
        this.meters = meters;
        this.server = server;
    }

    @Scheduled(every = "1s", identity = SWEEP, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> send() {
        if (!server.isThere() || isStopping) {
            return Uni.createFrom().voidItem();
        }
        var ended = new CountDownLatch(1);
        running.set(ended);
        return Sweep.orNextTime(
                        SWEEP,
                        Sweep.steps(delivery::batch, more -> more && !isStopping)
                                .replaceWithVoid())
                .onTermination()
                .invoke(ended::countDown);
    }

    void stop(@Observes ShutdownEvent stop) throws InterruptedException {
        isStopping = true;
        var _ = running.get().await(LAST_BATCH.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Scheduled(
            every = "1m",
            delayed = "50s",
            identity = "mail-count",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return Sweep.orNextTime("mail-count", outbox.prune().chain(this::counted));
    }

    private Uni<Void> counted() {
        return server.isThere()
                ? outbox.count().invoke(meters::counted).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }
}

package almanac.mail.alarm;

import almanac.mail.outbox.MailServer;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Gives the reminders that are due, once a second on each node.
///
/// Each step is one transaction, in which the alarms are locked, the mails written and the alarms moved on. So no
/// reminder is lost or written twice, whichever node dies.
@Singleton
class ReminderSweep {
    private static final String SWEEP = "reminders";

    private final DueAlarms alarms;
    private final Transactions transactions;
    private final MailServer server;
    private final Clock clock;

    ReminderSweep(DueAlarms alarms, Transactions transactions, MailServer server, Clock clock) {
        this.alarms = alarms;
        this.transactions = transactions;
        this.server = server;
        this.clock = clock;
    }

    @Scheduled(every = "1s", identity = SWEEP, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> give() {
        if (!server.isThere()) {
            return Uni.createFrom().voidItem();
        }
        return Sweep.orNextTime(
                SWEEP,
                Sweep.steps(
                                () -> transactions.write(
                                        session -> alarms.step(Statements.in(session), clock.millis())),
                                more -> more)
                        .replaceWithVoid());
    }
}

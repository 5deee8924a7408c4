package almanac.mail.journal;

import almanac.log.tail.LogTail;
import almanac.mail.journal.MailJournal.Followed;
import almanac.mail.outbox.MailServer;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Follows the log once a second, if it has gone on.
@Singleton
class MailPlanner {
    private static final String SWEEP = "mails";

    private final MailJournal journal;
    private final LogTail tail;
    private final Transactions transactions;
    private final MailServer server;
    private volatile long followed = -1;

    MailPlanner(MailJournal journal, LogTail tail, Transactions transactions, MailServer server) {
        this.journal = journal;
        this.tail = tail;
        this.transactions = transactions;
        this.server = server;
    }

    @Scheduled(every = "1s", identity = SWEEP, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> plan() {
        var settled = tail.settled();
        // Before the tail has begun, nothing is known of the log.
        if (!server.isThere() || settled == followed || tail.log().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Sweep.orNextTime(
                SWEEP,
                journal.begin(transactions.statements())
                        .chain(() -> steps(settled))
                        .invoke(last -> followed = last == Followed.WHOLLY ? settled : followed)
                        .replaceWithVoid());
    }

    private Uni<Followed> steps(long settled) {
        return Sweep.steps(
                () -> transactions.write(session -> journal.step(Statements.in(session), settled)),
                step -> step == Followed.PARTLY);
    }
}

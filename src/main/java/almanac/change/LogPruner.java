package almanac.change;

import almanac.database.Sweep;
import almanac.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/// Removes what is too old from the log, in small steps, so that no reader waits for it.
@Singleton
class LogPruner {
    private static final String SWEEP = "log-pruning";

    private static final String STEP = "with old as (delete from change where position in"
            + " (select position from change where committed_at < ?1 order by position limit ?2) returning position)"
            + " update change_log set pruned = greatest(pruned, (select max(position) from old))"
            + " where exists (select from old) returning pruned";

    private final Transactions transactions;
    private final LogConfig config;
    private final Clock clock;

    LogPruner(Transactions transactions, LogConfig config, Clock clock) {
        this.transactions = transactions;
        this.config = config;
        this.clock = clock;
    }

    @Scheduled(
            every = "10m",
            delayed = "2m",
            identity = SWEEP,
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> prune() {
        return Sweep.orNextTime(
                SWEEP, step().repeat().until(List::isEmpty).collect().last().replaceWithVoid());
    }

    private Uni<List<Long>> step() {
        return Uni.createFrom()
                .deferred(() -> transactions.write(session -> session.createNativeQuery(STEP, Long.class)
                        .setParameter(1, clock.millis() - config.keepFor().toMillis())
                        .setParameter(2, config.pruneStep())
                        .getResultList()));
    }
}

package almanac.log.tail;

import almanac.log.change.LogConfig;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Removes old changes from the log, in small steps, so that readers do not wait.
@Singleton
class LogPruner {
    private static final String SWEEP = "log-pruning";

    /// The oldest changes have the lowest positions, so a step reads a bounded number of rows, whether they
    /// are old or not. Changes that are not yet counted in the tags of their calendars are kept.
    static final String STEP = """
            with oldest as materialized (
                select position, committed_at from change order by position limit $2),
            old as (
                delete from change where position in (
                    select position from oldest
                    where committed_at < $1 and position <= (select counted from change_log))
                returning position)
            update change_log set pruned = greatest(pruned, (select max(position) from old))
            where exists (select from old) returning pruned
            """;

    private final Statements statements;
    private final LogConfig config;
    private final Clock clock;

    LogPruner(Transactions transactions, LogConfig config, Clock clock) {
        this.statements = transactions.statements();
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
                SWEEP, step().repeat().until(rows -> rows == 0).collect().last().replaceWithVoid());
    }

    private Uni<Integer> step() {
        return Uni.createFrom()
                .deferred(() -> statements
                        .store(STEP, Tuple.of(clock.millis() - config.keepFor().toMillis(), config.pruneStep()))
                        .map(SqlResult::size));
    }
}

package almanac.log.read;

import almanac.log.change.Gaps;
import almanac.log.change.LogConfig;
import almanac.log.tail.LogTail;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// Reads the database and the log at one moment.
@Singleton
public class LogReader {
    private static final String ISOLATE = "set transaction isolation level repeatable read, read only";
    private static final String POSITIONS = "select l.pruned, c.position from change_log l"
            + " left join change c on c.position > $1 order by c.position";

    private final Pool pool;
    private final Transactions transactions;
    private final LogTail tail;
    private final Clock clock;
    private final FairSemaphore turns;
    private final Duration limit;

    LogReader(Pool pool, Transactions transactions, LogTail tail, Clock clock, LogConfig config) {
        this.pool = pool;
        this.transactions = transactions;
        this.tail = tail;
        this.clock = clock;
        this.turns = new FairSemaphore(config.readers(), config.waitingReaders());
        this.limit = config.readLimit();
    }

    /// Runs reading work at one moment of the database.
    ///
    /// Many may want to read at once, and some of them write what they read to slow clients: they are
    /// bounded in number and in time, so that there is always a connection left for everybody else.
    public <T> Uni<T> atOneMoment(Function<LogSnapshot, Uni<T>> work) {
        return turns.take(() -> read(work));
    }

    /// The same for a caller who waits for the answer, as for all that callers wait for: in a place in
    /// front of the database, and in its time.
    public <T> Uni<T> page(Function<LogSnapshot, Uni<T>> work) {
        return transactions.onConnection(atOnce(work));
    }

    private <T> Uni<T> read(Function<LogSnapshot, Uni<T>> work) {
        return pool.withTransaction(
                atOnce(snapshot -> work.apply(snapshot).ifNoItem().after(limit).fail()));
    }

    private <T> Function<SqlConnection, Uni<T>> atOnce(Function<LogSnapshot, Uni<T>> work) {
        // Before the snapshot: what is settled now is settled in it.
        var settled = tail.settled();
        return connection -> connection
                .query(ISOLATE)
                .execute()
                .chain(() -> snapshot(connection, settled))
                .chain(work::apply);
    }

    private Uni<LogSnapshot> snapshot(SqlConnection connection, long settled) {
        return connection.preparedQuery(POSITIONS).execute(Tuple.of(settled)).map(rows -> {
            var found = new ArrayList<Long>(rows.size());
            StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getLong(1))
                    .filter(position -> position != null)
                    .forEach(found::add);
            var top = found.isEmpty() ? settled : found.getLast();
            var pruned = pruned(rows.iterator().next());
            tail.hear(top, pruned);
            return new LogSnapshot(connection, tail.log(), top, Gaps.above(settled, found), pruned, clock.millis());
        });
    }

    private static long pruned(Row row) {
        return row.getLong(0);
    }
}

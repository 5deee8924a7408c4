package almanac.log.read;

import almanac.base.problem.ProblemException;
import almanac.log.change.Gaps;
import almanac.log.change.LogConfig;
import almanac.log.tail.LogTail;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// Reads the database and the log at one moment.
@Singleton
public class LogReader {
    /// For whom the database is read at one moment. Each has places of its own, so neither waits for the other.
    public enum Lane {
        /// Streams that begin with the list as it is.
        NEW,
        /// Streams that go on from a cursor, and views that read their list again.
        RESUMED
    }

    /// One account may have such a part of those that wait.
    private static final int PART_OF_ACCOUNT = 4;

    private static final String ISOLATE = "set transaction isolation level repeatable read, read only";
    private static final String POSITIONS = "select l.pruned, c.position from change_log l"
            + " left join change c on c.position > $1 order by c.position";

    private final Pool pool;
    private final Transactions transactions;
    private final LogTail tail;
    private final Clock clock;
    private final Map<Lane, FairSemaphore<Long>> turns = new EnumMap<>(Lane.class);
    private final Duration limit;

    LogReader(Pool pool, Transactions transactions, LogTail tail, Clock clock, LogConfig config) {
        this.pool = pool;
        this.transactions = transactions;
        this.tail = tail;
        this.clock = clock;
        for (var lane : Lane.values()) {
            turns.put(
                    lane,
                    new FairSemaphore<>(
                            config.readers(), config.waitingReaders(), 1 + config.waitingReaders() / PART_OF_ACCOUNT));
        }
        this.limit = config.readLimit();
    }

    /// Runs reading work at one moment of the database.
    ///
    /// Readings are bounded in number and in time, so that connections are left for all other calls. An account
    /// has one turn at a time in a lane.
    ///
    /// @param zuid the account that is read for
    /// @param check fails where nobody waits for the reading any more; asked when its turn has come
    public <T> Uni<T> atOneMoment(Lane lane, long zuid, Runnable check, Function<LogSnapshot, Uni<T>> work) {
        return turns(lane).take(zuid, () -> {
            check.run();
            return read(work);
        });
    }

    /// Looks whether a reading could wait for its turn.
    ///
    /// @throws ProblemException 503 where too many wait
    public void checkRoom(Lane lane, long zuid) {
        turns(lane).check(zuid);
    }

    private FairSemaphore<Long> turns(Lane lane) {
        return Objects.requireNonNull(turns.get(lane));
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
        // Both statements are sent at once: the second does not need the answer of the first.
        return connection -> Uni.combine()
                .all()
                .unis(
                        connection.query(ISOLATE).execute(),
                        connection.preparedQuery(POSITIONS).execute(Tuple.of(settled)))
                .with((isolated, positions) -> snapshot(connection, settled, positions))
                .chain(work::apply);
    }

    private LogSnapshot snapshot(SqlConnection connection, long settled, RowSet<Row> positions) {
        var found = new ArrayList<Long>(positions.size());
        for (var row : positions) {
            Optional.ofNullable(row.getLong(1)).ifPresent(found::add);
        }
        var top = found.isEmpty() ? settled : found.getLast();
        var pruned = pruned(positions.iterator().next());
        tail.hear(top, pruned);
        return new LogSnapshot(connection, tail.log(), top, Gaps.above(settled, found), pruned, clock.millis());
    }

    private static long pruned(Row row) {
        return row.getLong(0);
    }
}

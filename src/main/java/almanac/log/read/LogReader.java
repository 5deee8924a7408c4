package almanac.log.read;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.log.change.Gaps;
import almanac.log.change.LogConfig;
import almanac.log.tail.LogTail;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
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

/// Reads the database and the log in one snapshot.
@Singleton
public class LogReader {
    /// The kind of stream that reads. Each lane has places of its own, so neither waits for the other.
    public enum Lane {
        /// Streams that begin with the full list.
        NEW,
        /// Streams that resume from a cursor, and views that read their list again.
        RESUMED
    }

    /// One account may have this fraction of the queue.
    private static final int PART_OF_ACCOUNT = 4;

    private static final String ISOLATE =
            "set transaction isolation level repeatable read, read only; " + Statements.READ_AT_LEISURE;

    private final Transactions transactions;
    private final LogTail tail;
    private final Clock clock;
    private final Map<Lane, FairSemaphore<Long>> turns = new EnumMap<>(Lane.class);
    private final Duration limit;

    LogReader(Transactions transactions, LogTail tail, Clock clock, LogConfig config) {
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

    /// Runs reading work in one snapshot.
    ///
    /// The work is bounded in number and in time, so that connections remain for other calls. An account has
    /// all places of a lane but one at most.
    ///
    /// @param zuid the account that reads
    /// @param check fails if the stream has ended meanwhile; called when the turn comes
    public <T> Uni<T> atOneMoment(Lane lane, long zuid, Runnable check, Function<LogSnapshot, Uni<T>> work) {
        return turns(lane).take(zuid, () -> {
            check.run();
            return read(work);
        });
    }

    /// Checks that a read may be queued. A read that follows is not refused any more.
    ///
    /// @throws ProblemException 503 while the queue is full
    public void checkRoom(Lane lane, long zuid) {
        turns(lane).check(zuid);
    }

    private FairSemaphore<Long> turns(Lane lane) {
        return Objects.requireNonNull(turns.get(lane));
    }

    /// Runs reading work in one snapshot for a caller that waits, with the queue and the time limit of an
    /// ordinary call.
    public <T> Uni<T> page(Function<LogSnapshot, Uni<T>> work) {
        return transactions.onConnection(atOnce(work));
    }

    private <T> Uni<T> read(Function<LogSnapshot, Uni<T>> work) {
        return transactions.onConnectionOfCaller(
                atOnce(snapshot -> work.apply(snapshot).ifNoItem().after(limit).fail()));
    }

    private <T> Function<SqlConnection, Uni<T>> atOnce(Function<LogSnapshot, Uni<T>> work) {
        // Read before the snapshot is taken: all positions up to this one are settled in the snapshot too.
        var settled = tail.settled();
        // Both statements are sent at once: the second does not depend on the result of the first.
        return connection -> Uni.combine()
                .all()
                .unis(
                        connection.query(ISOLATE).execute(),
                        connection
                                .preparedQuery(positions(tail.historyExpression()))
                                .execute(Tuple.of(settled)))
                .with((isolated, positions) -> snapshot(connection, settled, positions))
                .chain(work::apply);
    }

    private static String positions(String history) {
        return "select l.pruned, c.position, " + history + " from change_log l"
                + " left join change c on c.position > $1 order by c.position";
    }

    private LogSnapshot snapshot(SqlConnection connection, long settled, RowSet<Row> positions) {
        var found = new ArrayList<Long>(positions.size());
        for (var row : positions) {
            Optional.ofNullable(row.getLong(1)).ifPresent(found::add);
        }
        if (!tail.isOf(positions.iterator().next().getString(2))) {
            throw ProblemException.passing(Problem.UNAVAILABLE, "database_unavailable", 1);
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

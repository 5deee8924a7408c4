package almanac.change;

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
    private final LogTail tail;
    private final Clock clock;
    private final Turns turns;
    private final Duration limit;

    LogReader(Pool pool, LogTail tail, Clock clock, LogConfig config) {
        this.pool = pool;
        this.tail = tail;
        this.clock = clock;
        this.turns = new Turns(config.readers(), config.waitingReaders());
        this.limit = config.readLimit();
    }

    /// Runs reading work at one moment of the database.
    ///
    /// Many may want to read at once, and some of them write what they read to slow clients: they are
    /// bounded in number and in time, so that there is always a connection left for everybody else.
    public <T> Uni<T> atOneMoment(Function<LogSnapshot, Uni<T>> work) {
        return turns.take(() -> read(work));
    }

    private <T> Uni<T> read(Function<LogSnapshot, Uni<T>> work) {
        // Before the snapshot: what is settled now is settled in it.
        var settled = tail.settled();
        return pool.withTransaction(connection -> connection
                .query(ISOLATE)
                .execute()
                .chain(() -> snapshot(connection, settled))
                .chain(snapshot -> work.apply(snapshot).ifNoItem().after(limit).fail()));
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
            tail.prunedTo(pruned);
            return new LogSnapshot(connection, tail.log(), top, Gaps.above(settled, found), pruned, clock.millis());
        });
    }

    private static long pruned(Row row) {
        return row.getLong(0);
    }
}

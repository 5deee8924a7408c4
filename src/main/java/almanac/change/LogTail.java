package almanac.change;

import almanac.database.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Follows the committed log, once for the whole node: each change is read once, in the order of
/// positions, and no change is passed by because its transaction committed late.
///
/// A gap in the positions is a transaction that still runs, or one that was rolled back. Nothing behind
/// a gap is handed out until the gap has filled, or until every transaction has ended that ran when the
/// gap was first seen.
///
/// Wake-ups only say "look": a lost one costs a poll interval. Everything here happens on one thread.
@Singleton
public class LogTail {
    private static final Logger LOG = Logger.getLogger(LogTail.class);
    private static final int PAGE = 500;
    private static final String NEXT = "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint, "
            + LoggedChange.COLUMNS
            + " from change where position > $1 order by position limit $2";

    private final Pool pool;
    private final LogOrigin origin;
    private final LogConfig config;
    private final Clock clock;
    private final Vertx vertx;
    private final Context context;
    private final List<Consumer<LoggedChange>> followers = new CopyOnWriteArrayList<>();
    private volatile String log = "";
    private volatile long settled;
    private @Nullable Gap gap;
    private boolean reading;
    private boolean again;
    private volatile boolean stopped;

    LogTail(Pool pool, LogOrigin origin, LogConfig config, Clock clock, Vertx vertx, Transactions transactions) {
        this.pool = pool;
        this.origin = origin;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
        transactions.onEnd(this::wake);
    }

    void start(@Observes StartupEvent event) throws SQLException {
        var start = origin.read();
        log = start.log();
        settled = start.settled();
        vertx.setPeriodic(config.pollInterval().toMillis(), timer -> wake());
    }

    /// What ends after this, such as a write that is still under way, wakes nobody: the pool is gone.
    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    /// The thread on which followers are called; what they keep needs no lock when it is touched only
    /// there.
    public Context context() {
        return context;
    }

    /// Calls a follower with every change that is read from now on.
    public void follow(Consumer<LoggedChange> follower) {
        followers.add(follower);
    }

    /// Which log this is.
    public String log() {
        return log;
    }

    /// Below and at this position nothing is missing any more.
    public long settled() {
        return settled;
    }

    /// The cursor of what every follower has been told of.
    public Cursor settledCursor() {
        return Cursor.at(log, settled, clock.millis());
    }

    /// Looks whether there is something new.
    public void wake() {
        context.runOnContext(_ -> look());
    }

    private void look() {
        if (stopped) {
            return;
        }
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        pool.preparedQuery(NEXT).execute(Tuple.of(settled, PAGE)).subscribe().with(this::handOut, this::later);
    }

    /// What stands behind missing positions, and the number of a transaction that began after they were
    /// given out.
    private record Gap(long before, long horizon) {}

    private void handOut(RowSet<Row> rows) {
        reading = false;
        var passed = 0;
        for (var row : rows) {
            var position = row.getLong(1);
            if (!mayPass(position, row.getLong(0))) {
                markGap(position);
                return;
            }
            settled = position;
            passed++;
            tell(LoggedChange.of(row, 1));
        }
        if (again || passed == PAGE) {
            look();
        }
    }

    /// Whether a position is the next one, or the gap before it is certain to stay one.
    private boolean mayPass(long position, long oldestRunning) {
        var known = gap;
        return position == settled + 1 || (known != null && known.before == position && known.horizon <= oldestRunning);
    }

    /// Takes a transaction number of our own behind a gap that was not seen before, and looks again.
    ///
    /// The end of a snapshot would not do: it is the number after the last transaction that has ended,
    /// and a younger one that still runs may own the lower position.
    private void markGap(long before) {
        if (gap != null && gap.before == before) {
            if (again) {
                look();
            }
            return;
        }
        reading = true;
        pool.query(LogOrigin.HORIZON)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0))
                .subscribe()
                .with(horizon -> lookBehind(new Gap(before, horizon)), this::later);
    }

    private void lookBehind(Gap found) {
        reading = false;
        gap = found;
        look();
    }

    private void tell(LoggedChange change) {
        for (var follower : followers) {
            try {
                follower.accept(change);
            } catch (RuntimeException failure) {
                LOG.error("A follower of the log has failed", failure);
            }
        }
    }

    private void later(Throwable failure) {
        reading = false;
        LOG.debug("The log cannot be read now; the next poll tries again", failure);
    }
}

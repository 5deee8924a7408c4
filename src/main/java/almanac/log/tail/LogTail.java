package almanac.log.tail;

import almanac.log.change.Cursor;
import almanac.log.change.LogFollower;
import almanac.log.change.LoggedChange;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/// Follows the committed log, once for each node. Each change is read once, in the order of positions, and
/// none is skipped because its transaction committed late.
///
/// A gap in the positions is a transaction that is still running or was rolled back. Changes behind a gap are
/// delivered when the gap is filled, or when every transaction has ended that was writing to the log when the
/// gap was first seen.
///
/// [LogPoll] wakes the tail. A lost wake-up delays a change by one poll interval. All of this runs on one
/// thread.
@Singleton
public class LogTail {
    private static final Logger LOG = Logger.getLogger(LogTail.class);

    /// Rows read at once. 100 documents of the largest size fit into a small heap.
    private static final int PAGE = 100;

    private static final String NEXT =
            "select " + LoggedChange.COLUMNS + " from change where position > $1 order by position limit $2";
    private static final String NEXT_POSITIONS =
            "select position from change where position > $1 order by position limit $2";

    /// The shortest time between two reads. Changes written meanwhile come with the next read.
    private static final long PAUSE_MILLIS = 4;

    /// After this many failures in a row the log counts as not followed.
    private static final int MAX_FAILURES = 5;

    private final Pool pool;
    private final LogOrigin origin;
    private final Clock clock;
    private final Vertx vertx;
    private final Context context;
    private final List<LogFollower> followers = new CopyOnWriteArrayList<>();
    private volatile String log = "";
    private volatile long settled;
    private volatile long top;
    private volatile long pruned;
    private PendingWriters pending = PendingWriters.NONE;
    private boolean reading;
    private boolean again;
    private volatile boolean stopped;

    /// Followers that failed and could not restart yet.
    private final Set<LogFollower> lost = ConcurrentHashMap.newKeySet();

    /// The number of failures in a row while processing what was read.
    private final AtomicInteger failures = new AtomicInteger();

    private final GapTimer gapTimer;

    LogTail(Pool pool, LogOrigin origin, GapTimer gapTimer, Clock clock, Vertx vertx) {
        this.pool = pool;
        this.origin = origin;
        this.gapTimer = gapTimer;
        this.clock = clock;
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /// Reads the position to start from; nothing is read before that.
    void start() throws SQLException {
        var start = origin.read();
        log = start.log();
        settled = start.settled();
    }

    /// Stops reading. A write that ends after this wakes nothing: the pool is closed.
    void stop() {
        stopped = true;
    }

    /// The thread on which followers are called. State that is used only there needs no lock.
    public Context context() {
        return context;
    }

    /// Registers a follower, which is called with every change that is read from now on.
    public void follow(LogFollower follower) {
        followers.add(follower);
    }

    /// The id of the log.
    public String log() {
        return log;
    }

    /// The highest position up to which nothing is missing.
    public long settled() {
        return settled;
    }

    /// Whether a client may resume from a cursor, by what this node knows without a query: the highest
    /// position that was read, and the pruned position of the last snapshot.
    public boolean mayResume(Cursor cursor) {
        return cursor.refusal(log, Math.max(settled, top), pruned).isEmpty();
    }

    /// Takes over what a snapshot found: its highest position and its pruned position.
    public void hear(long highest, long prunedTo) {
        top = Math.max(top, highest);
        pruned = prunedTo;
    }

    /// The cursor up to which all followers were called.
    public Cursor settledCursor() {
        return Cursor.at(log, settled, clock.millis());
    }

    /// Reads the log, if there is something new.
    public void wake() {
        context.runOnContext(_ -> look());
    }

    /// Whether the log is followed: no follower is failing, and what is read can be processed. An unreachable
    /// database does not count as a failure here.
    boolean isFollowed() {
        return lost.isEmpty() && failures.get() < MAX_FAILURES;
    }

    private void look() {
        if (stopped) {
            return;
        }
        lost.forEach(this::beginAgain);
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        if (pending.isOver() || pending.upTo() <= settled) {
            read();
        } else {
            // Asked before the log is read again: what transactions that have ended by now committed is
            // visible in that read.
            ask(running -> pending = pending.after(running));
        }
    }

    /// Reads the next changes, or their positions only while no follower listens.
    private void read() {
        var whole = isHeard();
        pool.preparedQuery(whole ? NEXT : NEXT_POSITIONS)
                .execute(Tuple.of(settled, PAGE))
                .subscribe()
                .with(rows -> taken(rows, whole), this::later);
    }

    private void taken(RowSet<Row> rows, boolean whole) {
        try {
            if (!whole && isHeard()) {
                // A follower has begun to listen since: it needs the changes, not only their positions.
                read();
                return;
            }
            handOut(rows, whole);
            failures.set(0);
        } catch (Throwable failure) {
            // Catches errors too: otherwise `reading` would stay true, and the log would never be read again.
            reading = false;
            failures.incrementAndGet();
            LOG.error("Changes of the log could not be processed; the next poll tries again", failure);
        }
    }

    private boolean isHeard() {
        return followers.stream().anyMatch(LogFollower::isListening);
    }

    /// Asks which transactions write to the log, then reads the log.
    private void ask(Consumer<Set<String>> learn) {
        pool.preparedQuery(PendingWriters.WRITERS)
                .execute()
                .map(LogTail::names)
                .invoke(learn)
                .subscribe()
                .with(writers -> read(), this::later);
    }

    private static Set<String> names(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void handOut(RowSet<Row> rows, boolean whole) {
        var passed = 0;
        for (var row : rows) {
            var position = row.getLong(0);
            if (position != settled + 1 && !(pending.reaches(position) && pending.isOver())) {
                waitFor(position, rows);
                return;
            }
            // Parsed first: a change that cannot be parsed is not skipped.
            var change = whole ? LoggedChange.of(row) : null;
            settled = position;
            gapTimer.stop();
            passed++;
            if (change != null) {
                tell(change);
            }
        }
        rest(passed == PAGE);
    }

    private void waitFor(long behindGap, RowSet<Row> rows) {
        gapTimer.start();
        if (pending.reaches(behindGap)) {
            rest(false);
            return;
        }
        var top = StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> row.getLong(0))
                .max()
                .orElse(behindGap);
        ask(running -> pending = new PendingWriters(top, running));
    }

    private void rest(boolean more) {
        if (more) {
            reading = false;
            look();
        } else {
            // A wake-up during this pause only sets `again`.
            vertx.setTimer(PAUSE_MILLIS, _ -> context.runOnContext(_ -> resume()));
        }
    }

    private void resume() {
        reading = false;
        if (again) {
            look();
        }
    }

    private void tell(LoggedChange change) {
        for (var follower : followers) {
            try {
                follower.hear(change);
            } catch (Throwable failure) {
                // Catches errors too: one follower must not stop the others.
                LOG.error("A follower of the log has failed and restarts", failure);
                lost.add(follower);
                beginAgain(follower);
            }
        }
    }

    private void beginAgain(LogFollower follower) {
        try {
            follower.beginAgain();
            lost.remove(follower);
        } catch (Throwable failure) {
            LOG.error("A follower of the log cannot restart; the next poll tries again", failure);
        }
    }

    private void later(Throwable failure) {
        reading = false;
        LOG.debug("The log cannot be read; the next poll tries again", failure);
    }
}

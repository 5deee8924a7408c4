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

/// Follows the committed log, once for the whole node: each change is read once, in the order of
/// positions, and no change is passed by because its transaction committed late.
///
/// A gap in the positions is a transaction that still runs, or one that was rolled back. Nothing behind
/// a gap is handed out until the gap has filled, or until every transaction has ended that was writing
/// to the log when the gap was first seen.
///
/// Wake-ups, which [LogPoll] gives, only say "look": a lost one costs a poll interval. Everything here happens on
/// one thread.
@Singleton
public class LogTail {
    private static final Logger LOG = Logger.getLogger(LogTail.class);

    /// So few at once that documents of the largest size fit into a small heap.
    private static final int PAGE = 100;

    private static final String NEXT =
            "select " + LoggedChange.COLUMNS + " from change where position > $1 order by position limit $2";
    private static final String NEXT_POSITIONS =
            "select position from change where position > $1 order by position limit $2";

    /// Under many writes the log is read so often at most: what is written meanwhile comes with the next
    /// reading.
    private static final long PAUSE_MILLIS = 4;

    /// After so many failures in a row the log is said not to be followed.
    private static final int MOST_STUMBLES = 5;

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
    private PendingWriters doubt = PendingWriters.NONE;
    private boolean reading;
    private boolean again;
    private volatile boolean stopped;

    /// Followers that have failed and could not begin again yet.
    private final Set<LogFollower> lost = ConcurrentHashMap.newKeySet();

    /// How often in a row what was read could not be taken in.
    private final AtomicInteger stumbles = new AtomicInteger();

    LogTail(Pool pool, LogOrigin origin, Clock clock, Vertx vertx) {
        this.pool = pool;
        this.origin = origin;
        this.clock = clock;
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /// Finds out where to begin; nothing is read before that.
    void start() throws SQLException {
        var start = origin.read();
        log = start.log();
        settled = start.settled();
    }

    /// What ends after this, such as a write that is still under way, wakes nobody: the pool is gone.
    void stop() {
        stopped = true;
    }

    /// The thread on which followers are called; what they keep needs no lock when it is touched only
    /// there.
    public Context context() {
        return context;
    }

    /// Calls a follower with every change that is read from now on.
    public void follow(LogFollower follower) {
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

    /// Whether a cursor can be gone on from, as far as is known without asking the database: no cursor is
    /// known here that lies beyond what was read here, and up to where the log is gone is heard from who reads
    /// it.
    public boolean mayResume(Cursor cursor) {
        return cursor.refusal(log, Math.max(settled, top), pruned).isEmpty();
    }

    /// Hears what a snapshot has found: its highest position, and up to where the log is gone.
    public void hear(long highest, long prunedTo) {
        top = Math.max(top, highest);
        pruned = prunedTo;
    }

    /// The cursor of what every follower has been told of.
    public Cursor settledCursor() {
        return Cursor.at(log, settled, clock.millis());
    }

    /// Looks whether there is something new.
    public void wake() {
        context.runOnContext(_ -> look());
    }

    /// Whether the log is followed: every follower is told of what is committed, or could be if there were
    /// anything. A database that is away is no failure of this.
    boolean isFollowed() {
        return lost.isEmpty() && stumbles.get() < MOST_STUMBLES;
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
        if (doubt.isOver() || doubt.upTo() <= settled) {
            read();
        } else {
            // Before the log is read again: whoever has ended by then, can be seen in it.
            ask(running -> doubt = doubt.after(running));
        }
    }

    /// Reads what comes next: of what no follower listens to, the positions alone.
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
                // A follower has begun to listen since: it is to hear of all that comes after that.
                read();
                return;
            }
            handOut(rows, whole);
            stumbles.set(0);
        } catch (Throwable failure) {
            // An error too: else the log would be taken for being read for ever, and nothing would be read any
            // more.
            reading = false;
            stumbles.incrementAndGet();
            LOG.error("What was read of the log could not be taken in; the next poll tries again", failure);
        }
    }

    private boolean isHeard() {
        return followers.stream().anyMatch(LogFollower::isListening);
    }

    /// Reads the log with what is known of those who write to it.
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
            if (position != settled + 1 && !(doubt.reaches(position) && doubt.isOver())) {
                waitFor(position, rows);
                return;
            }
            // What cannot be read is not passed by.
            var change = whole ? LoggedChange.of(row) : null;
            settled = position;
            passed++;
            if (change != null) {
                tell(change);
            }
        }
        rest(passed == PAGE);
    }

    private void waitFor(long behindGap, RowSet<Row> rows) {
        if (doubt.reaches(behindGap)) {
            rest(false);
            return;
        }
        var top = StreamSupport.stream(rows.spliterator(), false)
                .mapToLong(row -> row.getLong(0))
                .max()
                .orElse(behindGap);
        ask(running -> doubt = new PendingWriters(top, running));
    }

    private void rest(boolean more) {
        if (more) {
            reading = false;
            look();
        } else {
            // Meanwhile a wake-up only says that there is more.
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
                // An error too: it must not end the following of the log, which nobody would notice.
                LOG.error("A follower of the log has failed, and begins again", failure);
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
            LOG.error("A follower of the log cannot begin again; the next poll tries it", failure);
        }
    }

    private void later(Throwable failure) {
        reading = false;
        LOG.debug("The log cannot be read now; the next poll tries again", failure);
    }
}

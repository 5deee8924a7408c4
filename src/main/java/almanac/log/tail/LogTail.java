package almanac.log.tail;

import almanac.log.change.Cursor;
import almanac.log.change.LogFollower;
import almanac.log.change.LoggedChange;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

    /// The shortest time between two reads. Changes written meanwhile come with the next read.
    private static final long PAUSE_MILLIS = 4;

    /// After this many failures in a row the log counts as not followed.
    private static final int MAX_FAILURES = 5;

    private final LogPages pages;
    private final LogOrigin origins;
    private final Clock clock;
    private final Vertx vertx;
    private final Context context;
    private final List<LogFollower> followers = new CopyOnWriteArrayList<>();
    private volatile LogOrigin.Start origin = LogOrigin.Start.NONE;
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

    LogTail(LogPages pages, LogOrigin origins, GapTimer gapTimer, Clock clock, Vertx vertx) {
        this.pages = pages;
        this.origins = origins;
        this.gapTimer = gapTimer;
        this.clock = clock;
        this.vertx = vertx;
        this.context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /// Reads the position to start from; nothing is read before that.
    void start() throws SQLException {
        begin(origins.read());
    }

    private void begin(LogOrigin.Start start) {
        pages.begin(start.expression());
        origin = start;
        top = 0;
        pruned = 0;
        pending = PendingWriters.NONE;
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
        return origin.log();
    }

    /// The highest position up to which nothing is missing.
    public long settled() {
        return settled;
    }

    /// Whether a client may resume from a cursor, by what this node knows without a query: the highest
    /// position that was read, and the pruned position of the last snapshot.
    public boolean mayResume(Cursor cursor) {
        return cursor.refusal(origin.log(), Math.max(settled, top), pruned).isEmpty();
    }

    /// The SQL expression of the history of the database, for [#isOf].
    public String historyExpression() {
        return origin.expression();
    }

    /// Whether a snapshot was taken in the history that is followed. If not, the log is read anew.
    public boolean isOf(String historyOfSnapshot) {
        var isSame = !LogHistory.of(historyOfSnapshot).differsFrom(origin.history());
        if (!isSame) {
            wake();
        }
        return isSame;
    }

    /// Takes over what a snapshot found: its highest position and its pruned position.
    public void hear(long highest, long prunedTo) {
        top = Math.max(top, highest);
        pruned = prunedTo;
    }

    /// The cursor up to which all followers were called.
    public Cursor settledCursor() {
        return Cursor.at(origin.log(), settled, clock.millis());
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
        var page = isHeard() ? pages.changesAfter(settled) : pages.positionsAfter(settled);
        page.subscribe().with(this::taken, this::later);
    }

    private void taken(LogPages.Page page) {
        try {
            if (page.history().differsFrom(origin.history())) {
                beginAnew();
                return;
            }
            if (!page.isWhole() && isHeard()) {
                // A follower has begun to listen since: it needs the changes, not only their positions.
                read();
                return;
            }
            handOut(page);
            failures.set(0);
        } catch (Throwable failure) {
            // Catches errors too: otherwise `reading` would stay true, and the log would never be read again.
            reading = false;
            failures.incrementAndGet();
            LOG.error("Changes of the log could not be processed; the next poll tries again", failure);
        }
    }

    /// Starts from the end of the log of another history. All followers begin again, so all streams do, too.
    private void beginAnew() {
        LOG.warn("The database has another history than before, as after a failover; the log is read anew");
        vertx.executeBlocking(origins::read)
                .onSuccess(start -> context.runOnContext(_ -> {
                    begin(start);
                    followers.forEach(this::beginAgain);
                    reading = false;
                    look();
                }))
                .onFailure(this::later);
    }

    private boolean isHeard() {
        return followers.stream().anyMatch(LogFollower::isListening);
    }

    /// Asks which transactions write to the log, then reads the log.
    private void ask(Consumer<Set<String>> learn) {
        pages.writers().invoke(learn).subscribe().with(writers -> read(), this::later);
    }

    private void handOut(LogPages.Page page) {
        for (var row : page.rows()) {
            var position = row.getLong(0);
            if (position != settled + 1 && !(pending.reaches(position) && pending.isOver())) {
                waitFor(position, page.rows());
                return;
            }
            // Parsed first: a change that cannot be parsed is not skipped.
            var change = page.isWhole() ? LoggedChange.of(row) : null;
            settled = position;
            gapTimer.stop();
            if (change != null) {
                tell(change);
            }
        }
        rest(page.isFull());
    }

    private void waitFor(long behindGap, List<Row> rows) {
        gapTimer.start();
        if (pending.reaches(behindGap)) {
            rest(false);
            return;
        }
        var highest = rows.getLast().getLong(0);
        ask(running -> pending = new PendingWriters(highest, running));
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

package almanac.oracle;

import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// A client that follows a stream in a thread of its own: it goes away now and then, loses its connection when a node
/// stops, and goes on where it was, at whatever node.
abstract class Follower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LONGEST_STAY = 120;
    private static final int KEPT = 40;
    private static final int OK = 200;

    private final Account account;
    private final String name;
    private final Nodes nodes;
    private final Random random;
    private final Deque<String> trail = new ArrayDeque<>();
    private final Thread thread;
    private Optional<Fault> fault = Optional.empty();
    private volatile boolean goesOn = true;
    private volatile boolean isCut;

    /// @param name what failures call it
    Follower(Account account, String name, Nodes nodes, long seed) {
        this.account = account;
        this.name = name;
        this.nodes = nodes;
        this.random = new Random(seed);
        this.thread = Thread.ofVirtual().unstarted(this::follow);
    }

    final void start() {
        thread.start();
    }

    /// What is followed.
    abstract String path();

    /// Where to go on from; empty for from the beginning.
    abstract String cursor();

    /// A stream was opened.
    abstract void opened();

    abstract void take(Message message);

    /// Whether the mark of a check was seen.
    abstract boolean hasSeen(String mark);

    final Account account() {
        return account;
    }

    /// A node that runs.
    final URI node() {
        return nodes.any(random);
    }

    final String name() {
        return account.name() + ", " + name;
    }

    /// Goes away, and comes back.
    final void cut() {
        isCut = true;
    }

    /// Waits until the mark of a check was seen.
    ///
    /// @throws Fault where it does not come, or something before it was wrong
    final void await(String mark) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (!isAt(mark)) {
            if (System.nanoTime() > end) {
                throw new Fault(name() + ": the mark " + mark + " does not come\n" + trail());
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    private synchronized boolean isAt(String mark) {
        fault.ifPresent(found -> {
            throw found;
        });
        return hasSeen(mark);
    }

    /// The last messages that came.
    final synchronized String trail() {
        return String.join("\n", trail);
    }

    private void follow() {
        while (goesOn) {
            try {
                stay();
            } catch (UncheckedIOException notThere) {
                note("no connection: " + notThere.getMessage());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            } catch (Fault found) {
                fail(found);
            } catch (RuntimeException | AssertionError unexpected) {
                fail(new Fault(unexpected.toString()));
            }
        }
    }

    private synchronized void fail(Fault found) {
        fault = Optional.of(new Fault(name() + ": " + found.getMessage() + "\n" + trail()));
        goesOn = false;
    }

    private void stay() {
        try (var stream = open()) {
            if (stream.status() != OK) {
                note("status " + stream.status());
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                return;
            }
            readOpened();
            isCut = false;
            var inUnits = chance(4);
            for (var left = 1 + random.nextInt(LONGEST_STAY); left > 0 && goesOn && !isCut; ) {
                var message = stream.poll(POLL);
                if (message.isPresent()) {
                    // Now and then it goes away in the middle of what belongs together. A client that always does
                    // never comes to the end of a long list.
                    left -= inUnits || !message.get().id().isEmpty() ? 1 : 0;
                    read(message.get());
                } else if (stream.hasEnded()
                        && stream.poll(Duration.ZERO).map(this::readLast).isEmpty()) {
                    return;
                }
            }
        }
    }

    private boolean readLast(Message message) {
        read(message);
        return true;
    }

    private SseClient open() {
        return cursor().isEmpty()
                ? SseClient.open(node(), path(), account.token())
                : SseClient.resume(node(), path(), account.token(), cursor());
    }

    private synchronized void readOpened() {
        note("opened at " + cursor());
        opened();
    }

    private synchronized void read(Message message) {
        note(message.name() + " " + message.id() + " " + message.data());
        take(message);
    }

    private synchronized void note(String line) {
        trail.addLast(line.length() > 300 ? line.substring(0, 300) : line);
        if (trail.size() > KEPT) {
            trail.removeFirst();
        }
    }

    /// Looks at what is kept while no message is being taken.
    final <T> T atRest(Supplier<T> look) {
        synchronized (this) {
            return look.get();
        }
    }

    /// True once in so many times.
    final boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    @Override
    public void close() {
        goesOn = false;
        try {
            thread.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

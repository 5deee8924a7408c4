package almanac.testing;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// How slow this machine is while a test runs: how much longer work takes than the processor time it needs,
/// since other programs want the processors, too. Limits that say how fast the service answers are stretched
/// by it.
public final class Pace implements AutoCloseable {
    private static final long WORK_NANOS = Duration.ofMillis(10).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(190).toNanos();
    private static final double BUSY = 1.5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Thread watcher = Thread.ofPlatform().daemon().name("pace").unstarted(this::watch);
    private volatile double worst = 1;
    private volatile boolean closed;

    private Pace() {}

    /// Begins to watch.
    public static Pace watching() {
        var pace = new Pace();
        pace.watcher.start();
        return pace;
    }

    /// A time limit of a quiet machine, as long as it has to be on this one.
    public Duration stretched(Duration quiet) {
        return Duration.ofNanos((long) (quiet.toNanos() * worst * (isBusy() ? 2 : 1)));
    }

    /// Whether other programs have held the test up.
    public boolean isBusy() {
        return worst > BUSY;
    }

    private void watch() {
        while (!closed) {
            worst = Math.max(worst, slowness());
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static double slowness() {
        var cpu = THREADS.getCurrentThreadCpuTime();
        var wall = System.nanoTime();
        long used;
        do {
            used = THREADS.getCurrentThreadCpuTime() - cpu;
        } while (used < WORK_NANOS);
        return (double) (System.nanoTime() - wall) / used;
    }

    @Override
    public void close() {
        closed = true;
    }
}

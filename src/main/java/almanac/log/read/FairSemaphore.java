package almanac.log.read;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;

/// Limits how much work runs at once. One key has all places but one at most, so that a place is left for the
/// other keys. Other work waits in a bounded queue in which the keys take turns.
///
/// @param <K> the key of work, such as an account
final class FairSemaphore<K> {
    private final int places;
    private final int longestQueue;
    private final int longestOfKey;
    private final Map<K, Integer> running = new HashMap<>();
    private final Map<K, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private int queued;
    private int taken;

    /// @param places how many pieces may run at once
    /// @param longestQueue how many may wait before others are refused
    /// @param longestOfKey how many of one key may wait before others of it are refused
    FairSemaphore(int places, int longestQueue, int longestOfKey) {
        this.places = places;
        this.longestQueue = longestQueue;
        this.longestOfKey = longestOfKey;
    }

    /// Runs the work when its turn comes, on the thread of the caller. A caller that goes away cancels the
    /// answer, not the work: otherwise its place would never be released.
    ///
    /// It never refuses: work that passed [#check] may find the queue full by now, but its answer has begun.
    <T> Uni<T> take(K key, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(answer -> {
            var context = Vertx.currentContext();
            Runnable begin = () -> Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(() -> leave(key))
                    .subscribe()
                    .with(answer::complete, answer::fail);
            enter(key, context == null ? begin : () -> context.runOnContext(_ -> begin.run()));
        });
    }

    /// Checks that the queue has room, while the answer can still be a 503.
    ///
    /// @throws ProblemException 503 while the queue is full
    synchronized void check(K key) {
        if (isBusy(key) && isFull(key)) {
            throw ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
        }
    }

    private boolean isBusy(K key) {
        return taken == places || running.getOrDefault(key, 0) >= Math.max(1, places - 1);
    }

    private boolean isFull(K key) {
        var own = waiting.get(key);
        return queued >= longestQueue || (own != null && own.size() >= longestOfKey);
    }

    private void enter(K key, Runnable begin) {
        synchronized (this) {
            if (isBusy(key)) {
                queued++;
                waiting.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(begin);
                return;
            }
            begun(key);
        }
        begin.run();
    }

    private void begun(K key) {
        taken++;
        running.merge(key, 1, Integer::sum);
    }

    private void leave(K key) {
        Optional<Runnable> next;
        synchronized (this) {
            taken--;
            running.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
            next = next();
        }
        next.ifPresent(Runnable::run);
    }

    /// The oldest work of the first key that may run more. The key goes to the end of the queue.
    private Optional<Runnable> next() {
        var turn = waiting.keySet().stream().filter(key -> !isBusy(key)).findFirst();
        return turn.map(key -> {
            var queue = Objects.requireNonNull(waiting.remove(key));
            var work = queue.remove();
            if (!queue.isEmpty()) {
                waiting.put(key, queue);
            }
            queued--;
            begun(key);
            return work;
        });
    }
}

package almanac.log.read;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;

/// Limits how much work runs at once, and to one piece for each key. Other work waits in a bounded queue in
/// which the keys take turns: a key with much work delays the other keys by one piece.
///
/// @param <K> the key of work, such as an account
final class FairSemaphore<K> {
    private final int places;
    private final int longestQueue;
    private final int longestOfKey;
    private final Set<K> running = new HashSet<>();
    private final Map<K, Queue<Runnable>> waiting = new LinkedHashMap<>();
    private int queued;

    /// @param places how many pieces may run at once
    /// @param longestQueue how many may wait
    /// @param longestOfKey how many of one key may wait
    FairSemaphore(int places, int longestQueue, int longestOfKey) {
        this.places = places;
        this.longestQueue = longestQueue;
        this.longestOfKey = longestOfKey;
    }

    /// Runs the work when its turn comes, on the thread of the caller. A caller that goes away cancels the
    /// answer, not the work: otherwise its place would never be released.
    ///
    /// @throws ProblemException 503, as the failure of the answer, while the queue is full
    <T> Uni<T> take(K key, Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(answer -> {
            var context = Vertx.currentContext();
            Runnable begin = () -> Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(() -> leave(key))
                    .subscribe()
                    .with(answer::complete, answer::fail);
            if (!enter(key, context == null ? begin : () -> context.runOnContext(_ -> begin.run()))) {
                answer.fail(full());
            }
        });
    }

    /// Checks that the queue has room, while the answer can still be a 503.
    ///
    /// @throws ProblemException 503 while the queue is full
    synchronized void check(K key) {
        if (isBusy(key) && isFull(key)) {
            throw full();
        }
    }

    private static ProblemException full() {
        return ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
    }

    private boolean isBusy(K key) {
        return running.size() == places || running.contains(key);
    }

    private boolean isFull(K key) {
        var own = waiting.get(key);
        return queued == longestQueue || (own != null && own.size() == longestOfKey);
    }

    private boolean enter(K key, Runnable begin) {
        synchronized (this) {
            if (isBusy(key)) {
                return enqueue(key, begin);
            }
            running.add(key);
        }
        begin.run();
        return true;
    }

    private boolean enqueue(K key, Runnable begin) {
        if (isFull(key)) {
            return false;
        }
        queued++;
        return waiting.computeIfAbsent(key, _ -> new ArrayDeque<>()).add(begin);
    }

    private void leave(K key) {
        Optional<Runnable> next;
        synchronized (this) {
            running.remove(key);
            next = next();
        }
        next.ifPresent(Runnable::run);
    }

    /// The oldest work of the first key that has none running. The key goes to the end of the queue.
    private Optional<Runnable> next() {
        var turn =
                waiting.keySet().stream().filter(key -> !running.contains(key)).findFirst();
        return turn.map(key -> {
            var queue = Objects.requireNonNull(waiting.remove(key));
            var work = queue.remove();
            if (!queue.isEmpty()) {
                waiting.put(key, queue);
            }
            queued--;
            running.add(key);
            return work;
        });
    }
}

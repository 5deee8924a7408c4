package almanac.log.read;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;

/// Lets so much happen at once; what is beyond that waits for its turn, in order, and so much of it at
/// most.
final class FairSemaphore {
    private final int places;
    private final int longestQueue;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    FairSemaphore(int places, int longestQueue) {
        this.places = places;
        this.longestQueue = longestQueue;
    }

    /// Does the work when its turn has come, on the thread of whoever asks. Whoever goes away cancels
    /// the answer, not the work: a turn that nobody takes would never be given back.
    ///
    /// @throws ProblemException 503, as the failure of what is answered, where too much waits already
    <T> Uni<T> take(Supplier<Uni<T>> work) {
        return Uni.createFrom().emitter(answer -> {
            var context = Vertx.currentContext();
            Runnable begin = () -> Uni.createFrom()
                    .deferred(work::get)
                    .onTermination()
                    .invoke(this::leave)
                    .subscribe()
                    .with(answer::complete, answer::fail);
            if (!enter(context == null ? begin : () -> context.runOnContext(_ -> begin.run()))) {
                answer.fail(ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1));
            }
        });
    }

    private boolean enter(Runnable begin) {
        synchronized (this) {
            if (taken == places) {
                return waiting.size() < longestQueue && waiting.add(begin);
            }
            taken++;
        }
        begin.run();
        return true;
    }

    private void leave() {
        Runnable next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                taken--;
            }
        }
        if (next != null) {
            next.run();
        }
    }
}

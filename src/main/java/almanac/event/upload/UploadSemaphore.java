package almanac.event.upload;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.attachment.AttachmentConfig;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// Admits uploads: a limit for all and one per user; first come, first served among users below their limit.
@Singleton
class UploadSemaphore {
    private static final int MOST_WAITING = 1000;

    private final AttachmentConfig config;
    private final Map<Long, Integer> perUser = new HashMap<>();
    private final Queue<Turn> waiting = new ArrayDeque<>();
    private int received;
    private long announced;

    UploadSemaphore(AttachmentConfig config) {
        this.config = config;
    }

    /// The place of an upload.
    ///
    /// @param bytes the announced size
    Turn turn(long zuid, long bytes) {
        return new Turn(zuid, bytes);
    }

    /// The announced sizes of the uploads in progress, in bytes.
    synchronized long announced() {
        return announced;
    }

    private synchronized boolean enterOrQueue(Turn turn) {
        if (turn.state != State.NEW) {
            return false;
        }
        if (waiting.stream().noneMatch(this::mayEnter) && mayEnter(turn)) {
            enter(turn);
            return true;
        }
        if (waiting.size() >= MOST_WAITING) {
            throw refusal();
        }
        turn.state = State.WAITING;
        waiting.add(turn);
        return false;
    }

    private boolean mayEnter(Turn turn) {
        return received < config.uploadsAtOnce() && perUser.getOrDefault(turn.zuid, 0) < config.uploadsPerUser();
    }

    private void enter(Turn turn) {
        turn.state = State.RECEIVED;
        received++;
        announced += turn.bytes;
        perUser.merge(turn.zuid, 1, Integer::sum);
    }

    /// Releases a place.
    ///
    /// @return the waiting uploads that are admitted now
    private synchronized List<Turn> leave(Turn turn) {
        if (turn.state == State.RECEIVED) {
            received--;
            announced -= turn.bytes;
            perUser.computeIfPresent(turn.zuid, (user, uploads) -> uploads == 1 ? null : uploads - 1);
        }
        waiting.remove(turn);
        turn.state = State.LEFT;
        var next = new ArrayList<Turn>();
        for (var each : List.copyOf(waiting)) {
            if (mayEnter(each)) {
                waiting.remove(each);
                enter(each);
                next.add(each);
            }
        }
        return next;
    }

    private static ProblemException refusal() {
        return ProblemException.passing(Problem.UNAVAILABLE, "too_many_uploads", 5);
    }

    private enum State {
        NEW,
        WAITING,
        RECEIVED,
        LEFT
    }

    /// An upload from admission to its end.
    final class Turn {
        private final long zuid;
        private final long bytes;
        private State state = State.NEW;
        private volatile @Nullable UniEmitter<? super Void> emitter;

        private Turn(long zuid, long bytes) {
            this.zuid = zuid;
            this.bytes = bytes;
        }

        /// Waits for admission; 503 after the configured time.
        Uni<Void> await() {
            return Uni.createFrom()
                    .<Void>emitter(this::begin)
                    .ifNoItem()
                    .after(config.uploadPatience())
                    .fail()
                    .onFailure(TimeoutException.class)
                    .transform(late -> refusal());
        }

        private void begin(UniEmitter<? super Void> waits) {
            emitter = waits;
            try {
                if (enterOrQueue(this)) {
                    waits.complete(null);
                }
            } catch (ProblemException full) {
                waits.fail(full);
            }
        }

        /// Ends the upload in any state; idempotent.
        void end() {
            for (var next : leave(this)) {
                var waits = next.emitter;
                if (waits != null) {
                    waits.complete(null);
                }
            }
        }
    }
}

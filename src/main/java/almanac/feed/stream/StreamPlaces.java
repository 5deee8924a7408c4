package almanac.feed.stream;

import almanac.access.ledger.OpenStream;
import almanac.access.ledger.OpenStreams;
import almanac.base.limit.ConcurrencyLimit;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Set;

/// The number of streams of each user: on this node, and over all nodes where they share a store.
@Singleton
class StreamPlaces {
    private final ConcurrencyLimit<Long> here;
    private final OpenStreams everywhere;
    private final int limit;

    StreamPlaces(FeedConfig config, OpenStreams everywhere) {
        this.limit = config.streamsPerUser();
        this.here = new ConcurrencyLimit<>(limit);
        this.everywhere = everywhere;
    }

    /// Takes a place for a stream of a user. Without a shared store the result is there at once.
    ///
    /// @return what releases the place; it fails with 429 if the user has too many streams
    Uni<Runnable> take(long zuid) {
        if (!here.enter(zuid)) {
            return Uni.createFrom().failure(StreamPlaces::tooMany);
        }
        if (!everywhere.isShared(limit)) {
            return Uni.createFrom().item(() -> here.leave(zuid));
        }
        var stream = OpenStream.of(zuid);
        return everywhere.enter(stream, limit).map(entered -> {
            if (!entered) {
                here.leave(zuid);
                throw tooMany();
            }
            return () -> {
                here.leave(zuid);
                everywhere.leave(stream);
            };
        });
    }

    /// Whether a user has open streams on this node.
    boolean isUser(long zuid) {
        return here.isRunning(zuid);
    }

    /// The users with open streams on this node.
    Set<Long> users() {
        return here.keys();
    }

    private static ProblemException tooMany() {
        return ProblemException.passing(Problem.TOO_MANY_REQUESTS, "too_many_streams", 1);
    }
}

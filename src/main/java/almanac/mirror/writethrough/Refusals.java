package almanac.mirror.writethrough;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.link.UpstreamException.Away;
import almanac.mirror.link.UpstreamException.Garbled;
import almanac.mirror.link.UpstreamException.Refused;
import almanac.mirror.link.UpstreamException.Throttled;
import almanac.mirror.link.UpstreamException.Unauthorized;
import io.smallrye.mutiny.Uni;

/// What a caller is told when a remote service has said no: the same, as far as it is the caller's to
/// mend.
final class Refusals {
    private static final int AGAIN_SECONDS = 5;

    private Refusals() {}

    static ProblemException of(Throwable failure, long now) {
        return switch (failure) {
            case ProblemException known -> known;
            case Throttled throttled ->
                ProblemException.passing(Problem.TOO_MANY_REQUESTS, throttled.code(), (int)
                        Math.max(1, (throttled.until() - now + 999) / 1000));
            case Refused refused -> refused(refused);
            case Unauthorized unauthorized -> ProblemException.passing(Problem.UNAVAILABLE, unauthorized.code(), 60);
            case Away away -> ProblemException.passing(Problem.UNAVAILABLE, away.code(), AGAIN_SECONDS);
            case UpstreamException other -> ProblemException.passing(Problem.UNAVAILABLE, other.code(), AGAIN_SECONDS);
            default -> throw new IllegalStateException(failure);
        };
    }

    /// Whether it may have been done all the same.
    static boolean isUnknown(Throwable failure) {
        return failure instanceof Garbled || (failure instanceof Away away && away.isSent());
    }

    /// Finding out may fail, too: then the outcome is unknown, and the caller is told so.
    static <T> Uni<T> settled(Uni<T> look) {
        return look.onFailure(UpstreamException.class).transform(failure -> unknown());
    }

    static ProblemException unknown() {
        return ProblemException.passing(Problem.UNAVAILABLE, "upstream_outcome_unknown", AGAIN_SECONDS);
    }

    private static ProblemException refused(Refused refused) {
        return ProblemException.of(Problem.ofStatus(refused.status()), refused.code(), refused.errors());
    }
}

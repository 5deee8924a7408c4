package almanac.event.subscription;

import almanac.base.clock.Elapsed;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Limits how often a link is read: 60 times a minute on each node. It is counted in memory, so that a file which
/// has not changed costs the database one row.
@Singleton
class LinkRate {
    private static final int LINKS = 100_000;
    private static final long MINUTE = 60_000;
    private static final Limits LIMITS = new Limits(60, MINUTE, MINUTE);

    private final Ledgers<Long> reads;

    LinkRate(@Elapsed Clock clock) {
        this.reads = new Ledgers<>(LINKS, clock);
    }

    /// Counts a reading.
    ///
    /// @throws ProblemException 429 after too many
    void check(long link) {
        switch (reads.take(link, LIMITS)) {
            case Admitted _ -> {}
            case Locked(var millis) -> throw refusal((millis + 999) / 1000);
            case Full _, Away _ -> throw refusal(1);
        }
    }

    private static ProblemException refusal(long seconds) {
        return ProblemException.passing(Problem.TOO_MANY_REQUESTS, "too_many_requests", Math.toIntExact(seconds));
    }
}

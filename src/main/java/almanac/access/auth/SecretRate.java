package almanac.access.auth;

import almanac.base.clock.Elapsed;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import jakarta.enterprise.context.Dependent;
import java.time.Clock;

/// Limits how often a secret address is called: 60 times a minute on each node. It is counted in memory, so that a file
/// which has not changed costs the database one row. Each place that has one counts for itself.
@Dependent
public class SecretRate {
    private static final int ADDRESSES = 100_000;
    private static final long MINUTE = 60_000;
    private static final Limits LIMITS = new Limits(60, MINUTE, MINUTE);

    private final Ledgers<Object> calls;

    SecretRate(@Elapsed Clock clock) {
        this.calls = new Ledgers<>(ADDRESSES, clock);
    }

    /// Counts a call.
    ///
    /// @param address what the address names
    /// @throws ProblemException 429 after too many
    public void check(Object address) {
        take(calls, address, LIMITS);
    }

    /// Counts a call, or refuses it.
    static <K> void take(Ledgers<K> calls, K key, Limits limits) {
        switch (calls.take(key, limits)) {
            case Admitted _ -> {}
            case Locked(var millis) -> throw refusal((millis + 999) / 1000);
            case Full _, Away _ -> throw refusal(1);
        }
    }

    private static ProblemException refusal(long seconds) {
        return ProblemException.passing(Problem.TOO_MANY_REQUESTS, "too_many_requests", Math.toIntExact(seconds));
    }
}

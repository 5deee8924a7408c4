package almanac.access.auth;

import almanac.base.clock.Elapsed;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.Dependent;
import java.time.Clock;

/// Limits how often a call without a token is made from one address, by a number of requests in a minute on each node.
/// Each place that has one counts for itself.
@Dependent
public class AddressRate {
    private static final int ADDRESSES = 10_000;
    private static final long MINUTE = 60_000;

    private final Ledgers<String> calls;

    AddressRate(@Elapsed Clock clock) {
        this.calls = new Ledgers<>(ADDRESSES, clock);
    }

    /// Counts a call.
    ///
    /// @param most the most calls in a minute
    /// @throws almanac.base.problem.ProblemException 429 after too many
    public void check(HttpServerRequest request, int most) {
        var address = ClientAddress.network(ClientAddress.of(request));
        SecretRate.take(calls, address, new Limits(most, MINUTE, MINUTE));
    }
}

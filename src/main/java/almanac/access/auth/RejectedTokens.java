package almanac.access.auth;

import almanac.access.token.IdentityConfig;
import almanac.base.clock.Elapsed;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Limits guessed tokens. An address that has sent too many unknown tokens is refused for a while; further
/// guesses do not extend that.
///
/// For an access token the limit is checked only after the token was rejected, so a valid one from the same
/// address is accepted: 256 random bits cannot be guessed. The administrator's token may be chosen by a
/// person, and feed tokens appear in URLs. These are not looked up at all while their address is refused.
@Singleton
class RejectedTokens {
    private static final long SECOND = 1000;

    private final Ledgers<String> addresses;
    private final Limits limits;
    private final Counter told;
    private final Counter refused;

    RejectedTokens(IdentityConfig config, @Elapsed Clock clock, MeterRegistry meters) {
        var window = config.rejectedWindow().toMillis();
        this.addresses = new Ledgers<>(config.rejectedAddresses(), clock);
        this.limits = new Limits(config.rejectedLimit(), window, window);
        this.told = counter(meters, "unauthorized");
        this.refused = counter(meters, "refused");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("almanac.tokens.rejected")
                .description("Unknown tokens and secret addresses, by answer: 401 or 404, or 429 after too many")
                .tag("outcome", outcome)
                .register(meters);
    }

    /// How many addresses are counted now.
    int addresses() {
        return addresses.size();
    }

    /// Whether an address is refused now.
    boolean isRefused(String address) {
        return addresses.look(ClientAddress.network(address)).lockedMillis() > 0;
    }

    /// Checks that an address is not refused now.
    ///
    /// @throws ProblemException 429 if it is
    void check(String address) {
        var millis = addresses.look(ClientAddress.network(address)).lockedMillis();
        if (millis > 0) {
            throw refusal(millis);
        }
    }

    /// Counts a rejected token.
    ///
    /// @return the failure to answer with: 401, or 429 after too many
    ProblemException reject(String address) {
        return reject(address, Problem.UNAUTHORIZED);
    }

    /// Counts a rejected token.
    ///
    /// @param problem the failure to answer with, until there are too many
    ProblemException reject(String address, Problem problem) {
        return switch (addresses.take(ClientAddress.network(address), limits)) {
            case Admitted _ -> {
                told.increment();
                yield ProblemException.of(problem);
            }
            case Locked(var millis) -> refusal(millis);
            // All places are taken by refused addresses, so a new address cannot be counted and is refused
            // too.
            case Full _, Away _ -> refusal(SECOND);
        };
    }

    private ProblemException refusal(long millis) {
        refused.increment();
        return ProblemException.passing(
                Problem.TOO_MANY_REQUESTS, "too_many_rejected_tokens", Math.toIntExact((millis + SECOND - 1) / SECOND));
    }
}

package almanac.access.auth;

import almanac.access.token.IdentityConfig;
import almanac.base.clock.Elapsed;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Ledgers;
import almanac.base.limit.Limits;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HexFormat;

/// Slows down who guesses tokens: an address that sends too many which nobody has is refused for a
/// while, which further guesses do not prolong.
///
/// For access tokens it is asked only after a token was found to be wrong, so that a valid one from the
/// same address is never hurt: nobody guesses 256 random bits. The administrator's token, which a person
/// may have chosen, and feed tokens, which stand in URLs, are not even looked at while their address is
/// refused.
@Singleton
class RejectedTokens {
    private static final int IPV6_NETWORK_BYTES = 8;
    private static final long SECOND = 1000;

    private final Ledgers<String> addresses;
    private final Limits limits;
    private final Clock clock;
    private final Counter told;
    private final Counter refused;

    RejectedTokens(IdentityConfig config, @Elapsed Clock clock, MeterRegistry meters) {
        var window = config.rejectedWindow().toMillis();
        this.addresses = new Ledgers<>(config.rejectedAddresses(), clock);
        this.clock = clock;
        this.limits = new Limits(config.rejectedLimit(), window, window);
        this.told = counter(meters, "unauthorized");
        this.refused = counter(meters, "refused");
    }

    private static Counter counter(MeterRegistry meters, String outcome) {
        return Counter.builder("almanac.tokens.rejected")
                .description("Tokens that nobody has, by what was answered: 401, or 429 where there were too many")
                .tag("outcome", outcome)
                .register(meters);
    }

    /// How many addresses are remembered now.
    int addresses() {
        return addresses.size();
    }

    /// Whether an address is refused now, for the tokens that it has sent.
    boolean isRefused(String address) {
        return addresses.look(network(address)).lockedUntil() > 0;
    }

    /// Lets a request pass from an address that is not refused now.
    ///
    /// @throws ProblemException 429 for an address that is
    void check(String address) {
        var until = addresses.look(network(address)).lockedUntil();
        if (until > 0) {
            throw refusal(until - clock.millis());
        }
    }

    /// Counts a rejected token.
    ///
    /// @return the answer to give: 401, or 429 where there were too many
    ProblemException reject(String address) {
        return switch (addresses.take(network(address), limits)) {
            case Admitted _ -> {
                told.increment();
                yield ProblemException.of(Problem.UNAUTHORIZED);
            }
            case Locked(var millis) -> refusal(millis);
            // So many addresses are locked that no other one can be counted: who guesses from there waits, too.
            case Full() -> refusal(SECOND);
        };
    }

    private ProblemException refusal(long millis) {
        refused.increment();
        return ProblemException.passing(
                Problem.TOO_MANY_REQUESTS, "too_many_rejected_tokens", Math.toIntExact((millis + SECOND - 1) / SECOND));
    }

    /// Whoever has one address of an IPv6 network has them all: its first 64 bits count as one.
    private static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            var parsed = InetAddress.getByName(address);
            if (parsed instanceof Inet4Address mapped) {
                return mapped.getHostAddress();
            }
            var bytes = parsed.getAddress();
            return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, IPV6_NETWORK_BYTES));
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}

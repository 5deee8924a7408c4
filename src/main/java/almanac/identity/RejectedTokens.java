package almanac.identity;

import almanac.problem.Problem;
import almanac.problem.ProblemException;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// Slows down who guesses tokens: an address that sends too many which nobody has is refused for a
/// while.
///
/// It is asked only after a token was found to be wrong, so that a valid one from the same address is
/// never hurt.
@Singleton
class RejectedTokens {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final IdentityConfig config;
    private final Clock clock;
    private final Cache<String, Tally> tallies;

    RejectedTokens(IdentityConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
        this.tallies =
                Caffeine.newBuilder().maximumSize(config.rejectedAddresses()).build();
    }

    /// What was rejected from an address since the start of its current window.
    private record Tally(long since, int count) {}

    /// How many addresses are remembered now.
    long addresses() {
        tallies.cleanUp();
        return tallies.estimatedSize();
    }

    /// Counts a rejected token.
    ///
    /// @return the answer to give: 401, or 429 where there were too many
    ProblemException reject(String address) {
        var now = clock.millis();
        var window = config.rejectedWindow().toMillis();
        var tally = tallies.asMap().compute(network(address), (network, known) -> next(known, now, window));
        if (tally.count <= config.rejectedLimit()) {
            return ProblemException.of(Problem.UNAUTHORIZED);
        }
        var seconds = (tally.since + window - now + 999) / 1000;
        return ProblemException.passing(
                Problem.TOO_MANY_REQUESTS, "too_many_rejected_tokens", Math.toIntExact(seconds));
    }

    /// The window starts with the first rejected token, and again with the one that is too many: from
    /// then on it is the time of refusal, which further guesses do not prolong.
    private Tally next(@Nullable Tally known, long now, long window) {
        // Where the clock went back the window moves with it: nobody is let off sooner.
        var since = known == null ? now : Math.min(known.since, now);
        if (known == null || now >= since + window) {
            return new Tally(now, 1);
        }
        var over = known.count == config.rejectedLimit();
        return new Tally(over ? now : since, Math.min(known.count, config.rejectedLimit()) + 1);
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

package almanac.access.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.access.token.IdentityConfig;
import almanac.base.problem.Problem;
import almanac.testing.MovableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How many wrong tokens an address may send.
class RejectedTokensTest {
    private static final String ADDRESS = "192.0.2.7";

    private final MovableClock clock = new MovableClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final RejectedTokens tokens = new RejectedTokens(new Config(), clock, meters);

    @Test
    void thirtyAMinuteAre401AndTheNextOnesAre429ForAMinute() {
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        clock.advance(Duration.ofSeconds(59));
        assertEquals(60, tokens.reject(ADDRESS).retryAfterSeconds());
        clock.advance(Duration.ofSeconds(30));
        assertEquals(30, tokens.reject(ADDRESS).retryAfterSeconds());
        clock.advance(Duration.ofMillis(29_999));
        assertEquals(1, tokens.reject(ADDRESS).retryAfterSeconds());
        clock.advance(Duration.ofMillis(1));
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        reject(1, ADDRESS, Problem.TOO_MANY_REQUESTS);
    }

    @Test
    void aMinuteLaterCountingStartsAgain() {
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        clock.advance(Duration.ofMinutes(1));
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
    }

    @Test
    void noMinuteHoldsMoreThanThirtyWhereverItBegins() {
        reject(1, ADDRESS, Problem.UNAUTHORIZED);
        clock.advance(Duration.ofSeconds(59));
        reject(29, ADDRESS, Problem.UNAUTHORIZED);
        // The first has left the window, and the others have not.
        clock.advance(Duration.ofSeconds(1));
        reject(1, ADDRESS, Problem.UNAUTHORIZED);
        reject(1, ADDRESS, Problem.TOO_MANY_REQUESTS);
    }

    @Test
    void nobodyIsLetOffBecauseOthersGuessToo() {
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        reject(1, ADDRESS, Problem.TOO_MANY_REQUESTS);
        for (var address = 0; address < 20_000; address++) {
            reject(1, "10.0." + (address >> 8) + "." + (address & 255), Problem.UNAUTHORIZED);
        }
        assertEquals(60, tokens.reject(ADDRESS).retryAfterSeconds());
    }

    @Test
    void whereAllThatAreCountedAreRefusedWhoeverComesIsRefusedToo() {
        for (var address = 0; address < 20_000; address++) {
            for (var guess = 0; guess < 31; guess++) {
                var answer = tokens.reject("10.1." + (address >> 8) + "." + (address & 255));
                assertTrue(guess < 30 || answer.problem() == Problem.TOO_MANY_REQUESTS);
            }
        }
        assertEquals(1, tokens.reject(ADDRESS).retryAfterSeconds());
        clock.advance(Duration.ofMinutes(1));
        reject(1, ADDRESS, Problem.UNAUTHORIZED);
    }

    @Test
    void whatIsRejectedIsMeasured() {
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        reject(5, ADDRESS, Problem.TOO_MANY_REQUESTS);
        assertEquals(30, count("unauthorized"));
        assertEquals(5, count("refused"));
    }

    @Test
    void otherAddressesAreCountedForThemselves() {
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        reject(1, ADDRESS, Problem.TOO_MANY_REQUESTS);
        reject(30, "192.0.2.8", Problem.UNAUTHORIZED);
    }

    @Test
    void anIpv6NetworkCountsAsOneAddress() {
        for (var host = 0; host < 30; host++) {
            reject(1, "2001:db8:0:1::" + Integer.toHexString(host), Problem.UNAUTHORIZED);
        }
        reject(1, "2001:db8:0:1:ffff::1", Problem.TOO_MANY_REQUESTS);
        reject(1, "2001:db8:0:2::1", Problem.UNAUTHORIZED);
    }

    @Test
    void anIpv4AddressIsTheSameHoweverItIsWritten() {
        reject(30, "::ffff:192.0.2.7", Problem.UNAUTHORIZED);
        reject(1, ADDRESS, Problem.TOO_MANY_REQUESTS);
    }

    @Test
    void whatIsNoAddressIsCountedByItsName() {
        reject(30, "unknown", Problem.UNAUTHORIZED);
        reject(1, "unknown", Problem.TOO_MANY_REQUESTS);
        reject(30, "no:address:at:all", Problem.UNAUTHORIZED);
    }

    @Test
    void aClockThatGoesBackLetsNobodyOff() {
        reject(30, ADDRESS, Problem.UNAUTHORIZED);
        reject(1, ADDRESS, Problem.TOO_MANY_REQUESTS);
        clock.advance(Duration.ofHours(-1));
        assertEquals(60, tokens.reject(ADDRESS).retryAfterSeconds());
        clock.advance(Duration.ofMinutes(1));
        reject(1, ADDRESS, Problem.UNAUTHORIZED);
    }

    @Test
    void rememberingIsBounded() {
        for (var address = 0; address < 100_000; address++) {
            reject(
                    1,
                    "10." + (address >> 16) + "." + (address >> 8 & 255) + "." + (address & 255),
                    Problem.UNAUTHORIZED);
        }
        assertTrue(tokens.addresses() <= 1_000, () -> tokens.addresses() + " addresses");
    }

    private double count(String outcome) {
        return meters.get("almanac.tokens.rejected")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private void reject(int count, String address, Problem expected) {
        for (var i = 0; i < count; i++) {
            assertEquals(expected, tokens.reject(address).problem());
        }
    }

    /// The defaults, with a small table.
    private static final class Config implements IdentityConfig {
        @Override
        public Optional<String> adminToken() {
            return Optional.empty();
        }

        @Override
        public boolean renewAdminToken() {
            return false;
        }

        @Override
        public long tokenCacheSize() {
            return 1;
        }

        @Override
        public Duration tokenCacheAge() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int rejectedLimit() {
            return 30;
        }

        @Override
        public Duration rejectedWindow() {
            return Duration.ofMinutes(1);
        }

        @Override
        public int rejectedAddresses() {
            return 1_000;
        }
    }
}

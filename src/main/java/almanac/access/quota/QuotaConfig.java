package almanac.access.quota;

import almanac.base.limit.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// How often a user may make each call.
@ConfigMapping(prefix = "almanac.quota")
interface QuotaConfig {
    /// Whether calls are counted at all, and requests under way bounded.
    @WithDefault("true")
    boolean enabled();

    /// How many requests of one user a call takes within the window.
    @WithDefault("20")
    int limit();

    /// The sliding window.
    @WithDefault("1m")
    Duration window();

    /// How long a call is locked for a user who went over the limit.
    @WithDefault("10m")
    Duration lock();

    /// How many requests one user may have under way at once on a node. As many more wait.
    @WithDefault("16")
    int atOnce();

    /// How long a request waits while its user has as many under way as one may.
    @WithDefault("1s")
    Duration atOncePatience();

    /// What differs for single calls, by their names as GET /api/v2/quota tells them.
    Map<String, Call> calls();

    /// How many users' windows are kept, and how many locks: what the ledger may cost in memory, some
    /// 300 bytes each.
    @WithDefault("200000")
    int capacity();

    /// The limits of a call.
    default Limits of(String call) {
        var own = calls().get(call);
        return own == null
                ? new Limits(limit(), window().toMillis(), lock().toMillis())
                : new Limits(
                        own.limit().orElse(limit()),
                        own.window().orElse(window()).toMillis(),
                        own.lock().orElse(lock()).toMillis());
    }

    /// What differs for one call; what is left out is as for all.
    interface Call {
        /// How many requests of one user it takes within the window.
        OptionalInt limit();

        /// The sliding window.
        Optional<Duration> window();

        /// How long it is locked for a user who went over the limit.
        Optional<Duration> lock();
    }
}

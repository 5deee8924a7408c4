package almanac.access.quota;

import almanac.base.limit.Limits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The rate limits of calls.
@ConfigMapping(prefix = "almanac.quota")
interface QuotaConfig {
    /// Whether calls are counted and running requests are limited.
    @WithDefault("true")
    boolean enabled();

    /// How many requests a user may send to a call within the window.
    @WithDefault("20")
    int limit();

    /// The sliding window.
    @WithDefault("1m")
    Duration window();

    /// How long a call is locked for a user who exceeded its limit.
    @WithDefault("10m")
    Duration lock();

    /// How many requests of a user may run at once on a node. As many more wait.
    @WithDefault("16")
    int atOnce();

    /// How long a request waits while its user has the maximum of running requests.
    @WithDefault("1s")
    Duration atOncePatience();

    /// Limits of single calls, by their names in GET /api/v2/quota.
    Map<String, Call> calls();

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

    /// The limits of one call. Missing values are those of all calls.
    interface Call {
        /// How many requests a user may send to this call within the window.
        OptionalInt limit();

        /// The sliding window.
        Optional<Duration> window();

        /// How long this call is locked for a user who exceeded its limit.
        Optional<Duration> lock();
    }
}

package almanac.mirror.api;

import almanac.mirror.client.OutwardQuota.Standing;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links.Trouble;
import almanac.mirror.link.Links.Troubles;
import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamCall;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a link is doing, without any of its secrets.
///
/// @param state `new` before it was mirrored for the first time, `current`, `failing`, or `behind`
///     where that has lasted
/// @param lastSuccess when it was last mirrored, in epoch ms
/// @param lag ms since then
/// @param calls what has been used of the quota there
/// @param lastError what stands in the way; null where nothing does
/// @param skipped the calendars and events that the last round which went well has passed over, the first
///     twenty
record LinkState(
        String zuid,
        @JsonProperty("base_url") String baseUrl,
        String state,

        @JsonProperty("last_success") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long lastSuccess,

        @JsonProperty("lag_ms") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Long lag,

        List<CallState> calls,

        @JsonProperty("last_error") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
        Trouble lastError,

        List<Skipped> skipped) {

    /// A call of the remote service.
    ///
    /// @param call its name
    /// @param limit how many requests its window takes
    /// @param used requests within the window
    /// @param lockedUntil when its lock ends, in epoch ms; null where there is none
    record CallState(
            String call,
            int limit,
            int used,

            @JsonProperty("locked_until") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long lockedUntil) {}

    static LinkState of(Link link, Map<UpstreamCall, Standing> standings, Troubles troubles, int limit, long now) {
        var last = link.succeededAt() == 0 ? null : Long.valueOf(link.succeededAt());
        return new LinkState(
                Long.toString(link.zuid()),
                link.baseUrl(),
                state(link),
                last,
                last == null ? null : Math.max(0, now - last),
                standings.entrySet().stream()
                        .map(each -> call(each.getKey(), each.getValue(), limit))
                        .toList(),
                troubles.last(),
                troubles.skipped());
    }

    private static CallState call(UpstreamCall call, Standing standing, int limit) {
        return new CallState(
                call.text(), limit, standing.used(), standing.lockedUntil() == 0 ? null : standing.lockedUntil());
    }

    private static String state(Link link) {
        if (link.isBehind()) {
            return "behind";
        }
        if (link.failures() > 0) {
            return "failing";
        }
        return link.succeededAt() == 0 ? "new" : "current";
    }
}

package almanac.feed.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The optional body of POST /feed_tokens.
///
/// @param expiresIn lifetime in seconds; null for the configured one
/// @param calendarIds the calendars that the token is bound to; null for all
record FeedTokenRequest(
        @JsonProperty("expires_in")
        @Min(value = 1, message = "must be at least 1 second")
        @Max(value = 31_536_000, message = "must be at most a year")
        @Nullable
        Long expiresIn,

        @JsonProperty("calendar_ids")
        @Size(min = 1, max = 100, message = "must name 1 to 100 calendars, or be left out for all")
        @Nullable
        List<@NotNull(message = "must be text") String> calendarIds) {
    static final FeedTokenRequest DEFAULT = new FeedTokenRequest(null, null);
}

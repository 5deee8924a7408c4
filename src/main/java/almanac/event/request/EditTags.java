package almanac.event.request;

import almanac.base.problem.ProblemException;
import almanac.base.request.EntityTags;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The conditions of a write: the `edit_tag` of the body or the query, `If-Match`, and `If-None-Match` (RFC
/// 9110, 13.1).
///
/// @param sent the tag of the body or the query; null if absent
/// @param match the current tag has to be one of these
/// @param noneMatch the current tag must not be one of these
@RegisterForReflection
public record EditTags(@Nullable Long sent, EntityTags match, EntityTags noneMatch) {
    /// Reads the headers.
    ///
    /// @throws ProblemException 400 for a header that contains no tags
    public static EditTags of(@Nullable Long sent, HttpHeaders headers) {
        return new EditTags(sent, tags(headers, HttpHeaders.IF_MATCH), tags(headers, HttpHeaders.IF_NONE_MATCH));
    }

    private static EntityTags tags(HttpHeaders headers, String field) {
        return EntityTags.of(field, Objects.requireNonNullElse(headers.getRequestHeader(field), List.of()));
    }

    /// Whether the client has named a version.
    public boolean areGiven() {
        return sent != null || (match.isSent() && !match.isAny());
    }

    /// Whether an event with this tag may be changed.
    public boolean allow(long current) {
        return (sent == null || sent == current)
                && (!match.isSent() || match.match(current))
                && !noneMatch.match(current);
    }
}

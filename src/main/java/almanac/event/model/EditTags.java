package almanac.event.model;

import almanac.base.problem.ProblemException;
import almanac.base.request.EntityTags;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The condition of a change: the `edit_tag` that the client has seen, from the body or the query, `If-Match`,
/// and `If-None-Match` (RFC 9110, 13.1).
///
/// @param sent the tag of the body or the query; null where there is none
/// @param match the tags of which one has to be the current one
/// @param noneMatch the tags of which none may be the current one
@RegisterForReflection
public record EditTags(@Nullable Long sent, EntityTags match, EntityTags noneMatch) {
    /// Reads the headers.
    ///
    /// @throws ProblemException 400 for a header that holds no tags
    public static EditTags of(@Nullable Long sent, HttpHeaders headers) {
        return new EditTags(sent, tags(headers, HttpHeaders.IF_MATCH), tags(headers, HttpHeaders.IF_NONE_MATCH));
    }

    private static EntityTags tags(HttpHeaders headers, String field) {
        return EntityTags.of(field, Objects.requireNonNullElse(headers.getRequestHeader(field), List.of()));
    }

    /// Whether the client has said which version it has seen.
    public boolean areGiven() {
        return sent != null || (match.isSent() && !match.isAny());
    }

    /// Whether a change of an event with this tag may go on.
    public boolean allow(long current) {
        return (sent == null || sent == current)
                && (!match.isSent() || match.match(current))
                && !noneMatch.match(current);
    }
}

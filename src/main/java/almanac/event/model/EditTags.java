package almanac.event.model;

import almanac.base.problem.ProblemException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The condition of a change: the `edit_tag` that the client has seen, from the body, the query or
/// `If-Match` (RFC 9110, section 13.1.1).
///
/// @param sent the tag of the body or the query; null where there is none
/// @param ifMatch the header; null where there is none
public record EditTags(@Nullable Long sent, @Nullable String ifMatch) {
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,19})\"?");

    /// Checks the form of what was sent.
    ///
    /// @throws ProblemException 400 for a header that holds no tags
    public static EditTags of(@Nullable Long sent, @Nullable String ifMatch) {
        var tags = new EditTags(sent, ifMatch);
        if (ifMatch != null && !ifMatch.strip().equals("*")) {
            for (var tag : ifMatch.split(",", -1)) {
                if (parse(tag).isEmpty()) {
                    throw ProblemException.field("If-Match", "must be an edit_tag, quoted as in ETag, or *");
                }
            }
        }
        return tags;
    }

    /// Whether there is a condition at all.
    public boolean areGiven() {
        return sent != null || (ifMatch != null && !ifMatch.strip().equals("*"));
    }

    /// Whether a change of an event with this tag may go on.
    public boolean allow(long current) {
        return (sent == null || sent == current) && (ifMatch == null || matches(ifMatch, current));
    }

    private static boolean matches(String header, long current) {
        return header.strip().equals("*")
                || Arrays.stream(header.split(",", -1))
                        .map(EditTags::parse)
                        .anyMatch(tag -> tag.isPresent() && tag.getAsLong() == current);
    }

    private static OptionalLong parse(String tag) {
        var match = TAG.matcher(tag.strip());
        try {
            return match.matches() ? OptionalLong.of(Long.parseLong(match.group(1))) : OptionalLong.empty();
        } catch (NumberFormatException beyond64Bits) {
            return OptionalLong.empty();
        }
    }
}

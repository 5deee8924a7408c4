package almanac.base.request;

import almanac.base.problem.ProblemException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The entity tags of `If-Match` or `If-None-Match` (RFC 9110, 13.1): a list over one or several header
/// lines, or `*`.
///
/// A numeric tag is also accepted without quotes. A weak tag, as a proxy may make it, matches the same
/// version.
///
/// @param isSent whether the header was sent
/// @param isAny whether it is `*`
/// @param opaque the tags, without quotes
@RegisterForReflection
public record EntityTags(boolean isSent, boolean isAny, List<String> opaque) {
    /// No header.
    public static final EntityTags NONE = new EntityTags(false, false, List.of());

    /// All quantifiers are possessive: the time is linear in the length of any input.
    private static final Pattern ELEMENT =
            Pattern.compile("[ \\t]*+(?:(?:W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*+)\"|(\\d{1,19}+))?+[ \\t]*+(?:,|$)");

    private static final String RULE = "must be * or a list of entity tags such as \"17\"";

    /// Parses the lines of a header.
    ///
    /// @param field its name
    /// @param lines its lines; empty where it was not sent
    /// @throws ProblemException 400 for a header without a tag, or with anything else
    public static EntityTags of(String field, List<String> lines) {
        if (lines.isEmpty()) {
            return NONE;
        }
        var text = String.join(",", lines).strip();
        if (text.equals("*")) {
            return new EntityTags(true, true, List.of());
        }
        var tags = parse(text);
        if (tags.isEmpty()) {
            throw ProblemException.field(field, RULE);
        }
        return new EntityTags(true, false, tags);
    }

    /// The tags of a list, which may have empty elements (RFC 9110, 5.6.1); empty if the list is invalid.
    private static List<String> parse(String text) {
        var tags = new ArrayList<String>();
        var element = ELEMENT.matcher(text);
        var end = 0;
        while (end < text.length()) {
            if (!element.region(end, text.length()).lookingAt()) {
                return List.of();
            }
            end = element.end();
            if (element.group(1) != null) {
                tags.add(element.group(1));
            } else if (element.group(2) != null) {
                tags.add(element.group(2));
            }
        }
        return tags;
    }

    /// Whether the header matches a version.
    public boolean match(long tag) {
        return match(Long.toString(tag));
    }

    /// Whether the header matches a version.
    ///
    /// @param tag without quotes
    public boolean match(String tag) {
        return isAny || opaque.contains(tag);
    }
}

package almanac.mirror.client;

import almanac.base.request.Texts;
import almanac.base.request.Zone;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads single fields of remote JSON: numbers as text and text as numbers, and nothing where a value makes
/// no sense.
final class RemoteFields {
    private static final int LONGEST_REMINDER = 40_320;
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private RemoteFields() {}

    static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    /// A text or a number as text, without what the database cannot hold; empty where there is none.
    static String text(JsonNode node, String field) {
        var value = node.path(field);
        if (!value.isValueNode() || value.isNull()) {
            return "";
        }
        var text = value.asText();
        return Texts.isStorable(text) ? text : text.replaceAll("[\\x00\\ud800-\\udfff]", "\ufffd");
    }

    static @Nullable Long number(JsonNode node, String field) {
        var value = node.path(field);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        var number = value.isTextual() ? RemoteNumber.of(value.asText()) : OptionalLong.empty();
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    /// The minutes of a reminder, 0 to 40,320, whatever their sign.
    static int minutes(JsonNode reminder) {
        return Math.clamp(Math.abs(reminder.path("minutes").asLong(0)), 0, LONGEST_REMINDER);
    }

    static <T extends Enum<T>> Optional<T> named(T[] values, String text) {
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /// The zone as IANA spells it; null where there is no such zone.
    static @Nullable String zone(String text) {
        var name = Zone.Names.canonical(text);
        return Zone.Names.isKnown(name) ? name : null;
    }

    /// Null where the text is no UUID in its full form (RFC 9562, 4), which [UUID] does not demand.
    static @Nullable UUID uuid(String text) {
        return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }

    static @Nullable String matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? text : null;
    }
}

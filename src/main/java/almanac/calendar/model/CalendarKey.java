package almanac.calendar.model;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How a client names a calendar: by `calendar_id`, `id` or `uid` (contract, "Identifiers").
public sealed interface CalendarKey {
    /// The number.
    record ById(long id) implements CalendarKey {}

    /// The uid, 32 hexadecimal digits.
    record ByUid(String uid) implements CalendarKey {}

    /// The `calendar_id`: base64 of `<id>|<8 hex>`. Both parts have to match.
    record ByCode(long id, String code) implements CalendarKey {
        /// The padded form that is sent.
        public String text() {
            return Base64.getEncoder().encodeToString((id + "|" + code).getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// The error text for any other text.
    String MALFORMED = "must be a calendar's calendar_id, id or uid";

    /// Parses a key; empty if the text is none. Accepts base64 with or without padding, standard or URL-safe.
    static Optional<CalendarKey> parse(String text) {
        if (Syntax.NUMBER.matcher(text).matches()) {
            return Optional.of(new ById(Long.parseLong(text)));
        }
        if (Syntax.UID.matcher(text).matches()) {
            return Optional.of(new ByUid(text));
        }
        return Syntax.decode(text)
                .map(Syntax.CODE::matcher)
                .filter(Matcher::matches)
                .map(code -> new ByCode(Long.parseLong(code.group(1)), code.group(2)));
    }

    /// The patterns of the three forms.
    final class Syntax {
        private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
        private static final Pattern UID = Pattern.compile("[0-9a-f]{32}");
        private static final Pattern CODE = Pattern.compile("(\\d{1,18})\\|([0-9a-f]{8})");

        private Syntax() {}

        private static Optional<String> decode(String text) {
            var plain = text.replace('-', '+').replace('_', '/');
            while (plain.endsWith("=")) {
                plain = plain.substring(0, plain.length() - 1);
            }
            try {
                return Optional.of(new String(Base64.getDecoder().decode(plain), StandardCharsets.ISO_8859_1));
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }
    }
}

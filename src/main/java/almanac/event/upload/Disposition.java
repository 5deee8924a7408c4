package almanac.event.upload;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The field `Content-Disposition` of a part of a form (RFC 7578, 4.2): the name of the part and of its
/// file, as the client means them.
///
/// Clients write names in more than one way: with quoted pairs (RFC 9110, 5.6.4), with `%22` for a quote
/// (the HTML standard, and curl), or beside the plain one in `filename*` (RFC 8187), which counts where it
/// can be read.
///
/// @param name the name of the part; null where it has none
/// @param fileName the name of the file; null where the part is no file
record Disposition(@Nullable String name, @Nullable String fileName) {
    private static final String FORM = "form-data";

    /// Reads the field; empty for one that is not of a form, or that cannot be read.
    static Optional<Disposition> parse(String field) {
        var reader = new Reader(field);
        if (!reader.token().equals(FORM)) {
            return Optional.empty();
        }
        return reader.parameters().map(found -> new Disposition(unescaped(found.get("name")), fileName(found)));
    }

    private static @Nullable String fileName(Map<String, String> parameters) {
        var extended = parameters.get("filename*");
        var decoded = extended == null ? null : decode(extended);
        return decoded == null ? unescaped(parameters.get("filename")) : decoded;
    }

    /// What browsers and curl write for what would end a quoted text.
    private static @Nullable String unescaped(@Nullable String text) {
        return text == null
                ? null
                : text.replace("%22", "\"").replaceAll("(?i)%0d", "\r").replaceAll("(?i)%0a", "\n");
    }

    /// The text of an extended value, such as `UTF-8''%c3%bc`; null where it is none.
    private static @Nullable String decode(String value) {
        var parts = value.split("'", 3);
        if (parts.length < 3) {
            return null;
        }
        var bytes = bytes(parts[2]);
        try {
            return bytes == null ? null : decode(bytes, Charset.forName(parts[0]));
        } catch (CharacterCodingException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static String decode(byte[] bytes, Charset charset) throws CharacterCodingException {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }

    private static byte @Nullable [] bytes(String encoded) {
        var bytes = new ByteArrayOutputStream();
        for (var i = 0; i < encoded.length(); i++) {
            var letter = encoded.charAt(i);
            if (letter != '%') {
                bytes.writeBytes(String.valueOf(letter).getBytes(StandardCharsets.UTF_8));
            } else if (i + 2 < encoded.length() && isHex(encoded.charAt(i + 1)) && isHex(encoded.charAt(i + 2))) {
                bytes.write(Integer.parseInt(encoded, i + 1, i + 3, 16));
                i += 2;
            } else {
                return null;
            }
        }
        return bytes.toByteArray();
    }

    private static boolean isHex(char letter) {
        return Character.digit(letter, 16) >= 0 && letter < 0x80;
    }

    /// Reads a field from left to right.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /// What stands before the next separator, in small letters.
        String token() {
            var from = at;
            while (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != '=') {
                at++;
            }
            return text.substring(from, at).strip().toLowerCase(Locale.ROOT);
        }

        /// The parameters by their names in small letters; empty where they cannot be read, or where one is
        /// given twice.
        Optional<Map<String, String>> parameters() {
            var found = new TreeMap<String, String>();
            while (at < text.length()) {
                at++;
                var name = token();
                if (at == text.length() || text.charAt(at) == ';') {
                    if (name.isEmpty()) {
                        continue;
                    }
                    return Optional.empty();
                }
                at++;
                var value = value();
                if (value == null || found.put(name, value) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(found);
        }

        private @Nullable String value() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '"') {
                return quoted();
            }
            var end = text.indexOf(';', at);
            var value = text.substring(at, end < 0 ? text.length() : end).strip();
            at = end < 0 ? text.length() : end;
            return value;
        }

        private @Nullable String quoted() {
            var value = new StringBuilder();
            for (at++; at < text.length(); at++) {
                var letter = text.charAt(at);
                if (letter == '"') {
                    at++;
                    return isAtEnd() ? value.toString() : null;
                }
                if (letter == '\\' && isPair()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            return null;
        }

        /// Whether a backslash makes a pair with what follows: of a quote or another backslash. Before
        /// anything else it is part of a path, which some clients send as it is.
        private boolean isPair() {
            return at + 1 < text.length() && (text.charAt(at + 1) == '"' || text.charAt(at + 1) == '\\');
        }

        private boolean isAtEnd() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            return at == text.length() || text.charAt(at) == ';';
        }
    }
}

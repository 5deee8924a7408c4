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

/// The header `Content-Disposition` of a form part (RFC 7578, 4.2): the names of the part and of its file.
///
/// Clients encode names in several ways: with quoted pairs (RFC 9110, 5.6.4), with `%22` for a quote (HTML
/// standard, curl), or in `filename*` (RFC 8187), which takes precedence if it is valid.
///
/// @param name the name of the part; null if absent
/// @param fileName the name of the file; null if the part is no file
record Disposition(@Nullable String name, @Nullable String fileName) {
    private static final String FORM = "form-data";

    /// Parses the header; empty if it is invalid or not of a form.
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

    /// Decodes what browsers and curl write for quotes and line breaks.
    private static @Nullable String unescaped(@Nullable String text) {
        return text == null
                ? null
                : text.replace("%22", "\"").replaceAll("(?i)%0d", "\r").replaceAll("(?i)%0a", "\n");
    }

    /// Decodes an extended value, such as `UTF-8''%c3%bc`; null if it is invalid.
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

    /// Parses a header from left to right.
    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        /// The text before the next separator, in lower case.
        String token() {
            var from = at;
            while (at < text.length() && text.charAt(at) != ';' && text.charAt(at) != '=') {
                at++;
            }
            return text.substring(from, at).strip().toLowerCase(Locale.ROOT);
        }

        /// The parameters by lower-case name; empty if they are invalid or one is repeated.
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

        /// Whether a backslash escapes the next character, which has to be a quote or a backslash. Otherwise
        /// it belongs to a path, which some clients send unescaped.
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

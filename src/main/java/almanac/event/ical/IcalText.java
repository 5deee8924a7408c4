package almanac.event.ical;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// The texts of a file: how its bytes are characters, and how a value is a text (RFC 5545, section 3.3.11).
final class IcalText {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final int DIGEST_BYTES = 16;

    private IcalText() {}

    /// The characters of a file: as its byte order mark says, else UTF-8; if it is not, those of Windows-1252.
    static String decode(byte[] bytes) {
        if (begins(bytes, 0xff, 0xfe)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (begins(bytes, 0xfe, 0xff)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        var skipped = begins(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, skipped, bytes.length - skipped))
                    .toString();
        } catch (CharacterCodingException other) {
            return new String(bytes, skipped, bytes.length - skipped, WESTERN);
        }
    }

    private static boolean begins(byte[] bytes, int... mark) {
        if (bytes.length < mark.length) {
            return false;
        }
        for (var at = 0; at < mark.length; at++) {
            if ((bytes[at] & 0xff) != mark[at]) {
                return false;
            }
        }
        return true;
    }

    /// The text of a value, without the characters that cannot be stored.
    static String plain(String value) {
        var text = new StringBuilder(value.length());
        for (var at = 0; at < value.length(); at++) {
            var character = value.charAt(at);
            if (character == '\\' && at + 1 < value.length()) {
                at++;
                var escaped = value.charAt(at);
                text.append(escaped == 'n' || escaped == 'N' ? '\n' : escaped);
            } else {
                text.append(character);
            }
        }
        return storable(text.toString());
    }

    /// A text without NUL and lone surrogates.
    static String storable(String text) {
        if (text.chars().noneMatch(each -> each == 0 || Character.isSurrogate((char) each))) {
            return text;
        }
        return text.codePoints()
                .filter(each -> each != 0 && Character.getType(each) != Character.SURROGATE)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// A text as a value.
    static String value(String text) {
        return text.replace("\\", "\\\\")
                .replace(";", "\\;")
                .replace(",", "\\,")
                .replace("\r\n", "\\n")
                .replace("\n", "\\n");
    }

    /// At most the first characters of a text.
    ///
    /// @param most in Unicode code points
    static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) <= most
                ? text
                : text.substring(0, text.offsetByCodePoints(0, most));
    }

    /// A fingerprint of a text: 32 hexadecimal digits of its SHA-256.
    static String digest(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The entries of a list.
    static List<String> list(String value) {
        var entries = new ArrayList<String>();
        for (int from = 0, to = 0; to < value.length(); from = to + 1) {
            var comma = value.indexOf(',', from);
            to = comma < 0 ? value.length() : comma;
            var entry = value.substring(from, to).strip();
            if (!entry.isEmpty()) {
                entries.add(entry);
            }
        }
        return entries;
    }
}

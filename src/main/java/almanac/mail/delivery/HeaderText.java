package almanac.mail.delivery;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/// Text as the value of a header field (RFC 2047). The encoding of the mail client ends lines without CR, which mail
/// servers may refuse, and has no characters beyond the first 65,536.
final class HeaderText {
    /// So many octets are 60 characters of Base64: with what is around them a word has fewer than 75.
    private static final int OCTETS = 45;

    private static final int PLAIN = 60;

    private HeaderText() {}

    /// A value of one or several lines, which end in CRLF. Control characters are spaces in it.
    static String encode(String text) {
        var clean = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return clean.length() <= PLAIN && clean.matches("[\\x20-\\x7e]*") && !clean.contains("=?")
                ? clean
                : words(clean).stream().map(HeaderText::word).collect(Collectors.joining("\r\n "));
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /// The text in parts, no character of which is divided.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        var octets = 0;
        for (var character : text.codePoints().toArray()) {
            var next = Character.toString(character);
            var more = next.getBytes(StandardCharsets.UTF_8).length;
            if (octets + more > OCTETS) {
                words.add(word.toString());
                word.setLength(0);
                octets = 0;
            }
            word.append(next);
            octets += more;
        }
        words.add(word.toString());
        return words;
    }
}

package almanac.event.attachment;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The part of a file that a client asks for with the field `Range` (RFC 9110, 14.2).
///
/// @param first its first byte, counted from 0
/// @param length how many bytes
public record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("[bB][yY][tT][eE][sS]=[ \\t]*(\\d*)-(\\d*)[ \\t]*");

    /// What comes of a request for a part.
    public sealed interface Outcome {
        /// The whole file is to be sent: no part was asked for, several were, or something else than bytes.
        record Whole() implements Outcome {}

        /// A part is to be sent.
        record Part(ByteRange range) implements Outcome {}

        /// The file has no such part.
        record Beyond() implements Outcome {}
    }

    /// Reads the field.
    ///
    /// @param header null where it was not sent
    /// @param size of the file, in bytes
    public static Outcome of(@Nullable String header, long size) {
        var found = SINGLE.matcher(header == null ? "" : header);
        if (!found.matches()) {
            return new Outcome.Whole();
        }
        return found.group(1).isEmpty()
                ? suffix(found.group(2), size)
                : from(number(found.group(1)), found.group(2), size);
    }

    /// The last bytes of a file, all of them where it has no more.
    private static Outcome suffix(String count, long size) {
        if (count.isEmpty()) {
            return new Outcome.Whole();
        }
        var length = Math.min(number(count), size);
        return length == 0 ? new Outcome.Beyond() : new Outcome.Part(new ByteRange(size - length, length));
    }

    private static Outcome from(long first, String last, long size) {
        if (!last.isEmpty() && number(last) < first) {
            return new Outcome.Whole();
        }
        if (first >= size) {
            return new Outcome.Beyond();
        }
        var end = last.isEmpty() ? size - 1 : Math.min(number(last), size - 1);
        return new Outcome.Part(new ByteRange(first, end - first + 1));
    }

    /// A number of any length; what no file can have counts as the largest there is.
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    /// The value of `Content-Range` for it.
    public String of(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}

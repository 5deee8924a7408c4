package almanac.event.attachment;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A byte range requested with the header `Range` (RFC 9110, 14.2).
///
/// @param first the first byte, counted from 0
/// @param length the number of bytes
public record ByteRange(long first, long length) {
    private static final Pattern SINGLE = Pattern.compile("[bB][yY][tT][eE][sS]=[ \\t]*(\\d*)-(\\d*)[ \\t]*");

    /// The result of a range request.
    public sealed interface Outcome {
        /// Send the whole file: no range, several ranges, or another unit than bytes was requested.
        record Whole() implements Outcome {}

        /// Send one range.
        record Part(ByteRange range) implements Outcome {}

        /// The range lies beyond the file's end (416).
        record Beyond() implements Outcome {}
    }

    /// Reads the header.
    ///
    /// @param header null if absent
    /// @param size the file's size in bytes
    public static Outcome of(@Nullable String header, long size) {
        var found = SINGLE.matcher(header == null ? "" : header);
        if (!found.matches()) {
            return new Outcome.Whole();
        }
        return found.group(1).isEmpty()
                ? suffix(found.group(2), size)
                : from(number(found.group(1)), found.group(2), size);
    }

    /// The last bytes of a file, or the whole file if it is shorter.
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

    /// Parses a number; `Long.MAX_VALUE` if it exceeds the range.
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }

    /// The value of `Content-Range` for a range beyond the end (RFC 9110, 15.5.17).
    public static String none(long size) {
        return "bytes */" + size;
    }

    /// The value of `Content-Range`.
    public String of(long size) {
        return "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}

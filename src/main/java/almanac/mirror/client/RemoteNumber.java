package almanac.mirror.client;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A number that a remote service has sent as text: an id, a time, or a tag, which rises with each
/// change there.
public final class RemoteNumber {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");

    private RemoteNumber() {}

    /// Empty where the text is of another form.
    public static OptionalLong of(String text) {
        return DIGITS.matcher(text).matches() ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}

package almanac.base.request;

import almanac.base.problem.UnreadableValueException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.regex.Pattern;

/// Reads a whole number, sent as a JSON number or as a string of digits. Times in ms, ids and tags exceed the
/// range of a JavaScript number (contract, "Identifiers").
public final class WholeNumber extends StdDeserializer<Long> {
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,19}");

    /// For Jackson.
    public WholeNumber() {
        super(Long.class);
    }

    @Override
    public Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        try {
            if (parser.hasToken(JsonToken.VALUE_STRING)
                    && DIGITS.matcher(parser.getText()).matches()) {
                return Long.valueOf(parser.getText());
            }
            if (parser.currentToken().isNumeric()) {
                // 1.7E12 is a whole number too. The exact conversion refuses 1e400 without expanding it.
                return parser.getDecimalValue().longValueExact();
            }
        } catch (ArithmeticException | NumberFormatException outOfRange) {
            throw new UnreadableValueException(parser, "must be a whole number of at most 64 bits");
        }
        throw new UnreadableValueException(parser, "must be a whole number, or a string of digits");
    }
}

package almanac.base.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/// A JSON value that a deserializer refuses for a known reason.
public final class UnreadableValueException extends MismatchedInputException {
    private final String reason;

    /// @param reason the message of the [FieldError], such as `must be a whole number`
    public UnreadableValueException(JsonParser parser, String reason) {
        super(parser, reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

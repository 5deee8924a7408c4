package almanac.base.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;

/// A JSON value that a reader refuses for a reason it can name.
public final class UnreadableValueException extends MismatchedInputException {
    private final String reason;

    /// @param reason what is wrong, as a [FieldError] would say it: `must be a whole number`
    public UnreadableValueException(JsonParser parser, String reason) {
        super(parser, reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}

package almanac.base.problem;

import java.util.stream.Stream;

/// A request body that has checks beyond its constraints: an answer may be sent back, so its unknown fields
/// are known only after it was read.
public interface OpenBody {
    /// The fields that cannot be sent.
    ///
    /// @param isNew whether the object is to be created
    Stream<FieldError> unknown(boolean isNew);

    /// The fields that have no valid value, beyond those that break a constraint.
    ///
    /// @param isNew whether the object is to be created
    default Stream<FieldError> malformed(boolean isNew) {
        return Stream.empty();
    }

    /// Makes these checks.
    ///
    /// @throws ProblemException 400 naming all fields, if there are any
    default void check(boolean isNew) {
        var errors = BodyErrors.none();
        errors.add(this, isNew);
        errors.refuse();
    }

    /// The error of a field that cannot be sent.
    static FieldError unknown(String field) {
        return new FieldError(field, "is not known here");
    }
}

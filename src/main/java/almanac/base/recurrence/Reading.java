package almanac.base.recurrence;

import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import java.util.List;

/// What became of a text or of the fields of a request: a value, or the errors that refuse it.
///
/// @param <T> the kind of value
public sealed interface Reading<T> {
    /// The value.
    ///
    /// @throws ProblemException 400 `recurrence_invalid` if it was refused
    default T orThrow() {
        return switch (this) {
            case Accepted<T>(var value) -> value;
            case Refused<T> refused -> throw refused.problem();
        };
    }

    /// It was accepted.
    ///
    /// @param value what it says
    record Accepted<T>(T value) implements Reading<T> {}

    /// It was refused.
    ///
    /// @param errors the errors of `recurrence_rule`, each naming a part of the rule, of `exdates` and of
    ///     `rdates`; at least one
    record Refused<T>(List<FieldError> errors) implements Reading<T> {
        /// The answer to a request that contains it: 400 `recurrence_invalid`.
        public ProblemException problem() {
            return ProblemException.of(Problem.BAD_REQUEST, "recurrence_invalid", errors);
        }
    }
}

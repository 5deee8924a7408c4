package almanac.base.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON body of every error (contract, "Errors").
///
/// @param message the fixed text of the status
/// @param code machine-readable, more specific than the status
/// @param errors the errors by field; may be empty
/// @param data the current state, for a stale `edit_tag` only
@RegisterForReflection
public record ProblemBody(
        String message,
        String code,
        List<FieldError> errors,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<?> data) {

    static ProblemBody of(Problem problem, String code, List<FieldError> errors) {
        return new ProblemBody(problem.message(), code, errors, null);
    }

    /// The body for a stale `edit_tag`, with the current state.
    public static ProblemBody stale(List<?> current) {
        var problem = Problem.PRECONDITION_FAILED;
        return new ProblemBody(
                problem.message(),
                problem.code(),
                List.of(new FieldError("edit_tag", "is not the current one")),
                current);
    }
}

package almanac.base.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The JSON body of every failure (contract, "Errors").
///
/// @param message the fixed text of the status
/// @param code machine-readable, narrower than the status
/// @param errors what to mend, by field; empty where nothing more can be said
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

    /// A stale tag, with the state that the client did not know of.
    public static ProblemBody stale(List<?> current) {
        var problem = Problem.PRECONDITION_FAILED;
        return new ProblemBody(
                problem.message(),
                problem.code(),
                List.of(new FieldError("edit_tag", "is not the current one")),
                current);
    }
}

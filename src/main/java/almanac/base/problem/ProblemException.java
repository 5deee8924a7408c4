package almanac.base.problem;

import java.util.List;

/// A failure that ends a request, such as bad input, a missing right, or overload.
public final class ProblemException extends RuntimeException {
    private final Problem problem;
    private final String code;
    private final transient List<FieldError> errors;
    private final int retryAfterSeconds;

    private ProblemException(Problem problem, String code, List<FieldError> errors, int retryAfterSeconds) {
        // No stack trace: a client's mistake is an answer, not an incident.
        super(code, null, false, false);
        this.problem = problem;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// A failure with the default code of the problem.
    public static ProblemException of(Problem problem, FieldError... errors) {
        return new ProblemException(problem, problem.code(), List.of(errors), 0);
    }

    /// A failure with a more specific code.
    public static ProblemException of(Problem problem, String code, List<FieldError> errors) {
        return new ProblemException(problem, code, errors, 0);
    }

    /// A temporary failure.
    ///
    /// @param retryAfterSeconds the value of `Retry-After`, in s; values below 1 count as 1
    public static ProblemException passing(Problem problem, String code, int retryAfterSeconds) {
        return new ProblemException(problem, code, List.of(), Math.max(1, retryAfterSeconds));
    }

    /// A 400 for one field.
    public static ProblemException field(String field, String message) {
        return of(Problem.BAD_REQUEST, new FieldError(field, message));
    }

    /// The kind of failure.
    public Problem problem() {
        return problem;
    }

    /// The body of the answer.
    public ProblemBody body() {
        return ProblemBody.of(problem, code, errors);
    }

    /// Seconds until a retry may succeed; 0 where that is not known.
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

package almanac.base.problem;

import java.util.List;

/// A failure that ends a request at once, wherever it is noticed: bad input, a missing right, an
/// overload.
public final class ProblemException extends RuntimeException {
    private final Problem problem;
    private final String code;
    private final transient List<FieldError> errors;
    private final int retryAfterSeconds;

    private ProblemException(Problem problem, String code, List<FieldError> errors, int retryAfterSeconds) {
        // Without a stack trace: a client's mistake is an answer, not an incident.
        super(code, null, false, false);
        this.problem = problem;
        this.code = code;
        this.errors = List.copyOf(errors);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /// A failure with the problem's own code.
    public static ProblemException of(Problem problem, FieldError... errors) {
        return new ProblemException(problem, problem.code(), List.of(errors), 0);
    }

    /// A failure with a narrower code.
    public static ProblemException of(Problem problem, String code, List<FieldError> errors) {
        return new ProblemException(problem, code, errors, 0);
    }

    /// A failure that passes: `Retry-After` says when, in whole seconds of at least 1.
    public static ProblemException passing(Problem problem, String code, int retryAfterSeconds) {
        return new ProblemException(problem, code, List.of(), Math.max(1, retryAfterSeconds));
    }

    /// One field is wrong.
    public static ProblemException field(String field, String message) {
        return of(Problem.BAD_REQUEST, new FieldError(field, message));
    }

    /// What kind of failure this is.
    public Problem problem() {
        return problem;
    }

    /// The body of the answer.
    public ProblemBody body() {
        return ProblemBody.of(problem, code, errors);
    }

    /// Seconds until another try is worth while; 0 where that is not known.
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}

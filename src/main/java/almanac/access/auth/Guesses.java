package almanac.access.auth;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;

/// Limits guesses of secrets of clients and of secret addresses, together with those of tokens. While the address of a
/// client is refused, no secret is looked up, so that the answer does not tell whether a guess was right.
@Singleton
public class Guesses {
    private final RejectedTokens rejected;

    Guesses(RejectedTokens rejected) {
        this.rejected = rejected;
    }

    /// Checks that a client may ask.
    ///
    /// @throws ProblemException 429 after too many wrong secrets
    public void check(HttpServerRequest request) {
        rejected.check(ClientAddress.of(request));
    }

    /// Counts a wrong secret.
    ///
    /// @return the failure to answer with: 404, or 429 after too many
    public ProblemException wrong(HttpServerRequest request) {
        return rejected.reject(ClientAddress.of(request), Problem.NOT_FOUND);
    }

    /// Counts a wrong secret of a call that has its own form of refusal.
    ///
    /// @throws ProblemException 429 after too many
    public void count(HttpServerRequest request) {
        var failure = wrong(request);
        if (failure.problem() == Problem.TOO_MANY_REQUESTS) {
            throw failure;
        }
    }
}

package almanac.access.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/// Answers that nobody stores, in the form of RFC 6749.
public final class OAuthAnswers {
    private OAuthAnswers() {}

    /// The body of a refusal.
    @RegisterForReflection
    record ErrorBody(
            String error, @JsonProperty("error_description") String description) {}

    /// An answer with a token.
    static Response of(AccessAnswer body) {
        return unstored(Response.ok(body)).build();
    }

    /// A refusal.
    static Response of(Refusal refusal) {
        var error = refusal.error();
        var answer = unstored(Response.status(error.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(error.text(), refusal.why())));
        return error == OAuthError.INVALID_CLIENT
                ? answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"almanac\", charset=\"UTF-8\"")
                        .build()
                : answer.build();
    }

    /// An answer that no cache stores.
    public static Response.ResponseBuilder unstored(Response.ResponseBuilder answer) {
        return answer.header(HttpHeaders.CACHE_CONTROL, "no-store").header("Pragma", "no-cache");
    }
}

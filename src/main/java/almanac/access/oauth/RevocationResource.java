package almanac.access.oauth;

import almanac.access.auth.Guesses;
import almanac.access.auth.SecretAddress;
import almanac.access.grant.Grants;
import almanac.access.grant.RefreshToken;
import almanac.access.oauth.ClientCheck.Outcome.Known;
import almanac.access.oauth.ClientCheck.Outcome.Refused;
import almanac.access.quota.Quota;
import almanac.access.token.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The revocation endpoint (RFC 7009). As at Zoho, who has a token may end it without more; a client that shows itself
/// has to be the token's.
@Path("/oauth/v2/token/revoke")
@Produces(MediaType.APPLICATION_JSON)
class RevocationResource {
    private final ClientCheck clients;
    private final Grants grants;
    private final Guesses guesses;

    RevocationResource(ClientCheck clients, Grants grants, Guesses guesses) {
        this.clients = clients;
        this.grants = grants;
        this.guesses = guesses;
    }

    /// The answer that clients of Zoho expect.
    @RegisterForReflection
    record Done(String status) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @SecretAddress
    @Quota(Quota.FREE)
    public Uni<Response> revoke(
            byte @Nullable [] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        guesses.check(request);
        var parameters =
                Parameters.of(uri.getQueryParameters(), headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        var token = parameters.find("token");
        if (parameters.fault().isPresent() || token.isEmpty()) {
            var why = parameters.fault().orElse("token is missing");
            return Uni.createFrom().item(OAuthAnswers.of(new Refusal(OAuthError.INVALID_REQUEST, why)));
        }
        var authorization = headers.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (authorization == null && parameters.find("client_id").isEmpty()) {
            return end(token.get(), Optional.empty(), request);
        }
        return clients.check(authorization, parameters, request).chain(outcome -> switch (outcome) {
            case Refused(var refusal) -> Uni.createFrom().item(OAuthAnswers.of(refusal));
            case Known(var client) -> end(token.get(), Optional.of(client.id()), request);
        });
    }

    /// An unknown token is as good as a revoked one (RFC 7009, section 2.2), but may be a guess.
    private Uni<Response> end(String token, Optional<String> client, HttpServerRequest request) {
        return RefreshToken.read(token)
                .map(refresh -> grants.end(refresh, client))
                .orElseGet(() -> grants.revoke(new Secret(token), client))
                .map(found -> {
                    if (!found) {
                        guesses.count(request);
                    }
                    return done();
                });
    }

    private static Response done() {
        return OAuthAnswers.unstored(Response.ok(new Done("success"))).build();
    }
}

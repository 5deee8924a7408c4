package almanac.access.oauth;

import almanac.access.auth.Guesses;
import almanac.access.auth.SecretAddress;
import almanac.access.auth.SecretRate;
import almanac.access.grant.Client;
import almanac.access.grant.ClientTokens;
import almanac.access.grant.GrantOutcome;
import almanac.access.grant.RefreshToken;
import almanac.access.oauth.ClientCheck.Outcome.Known;
import almanac.access.oauth.ClientCheck.Outcome.Refused;
import almanac.access.quota.Quota;
import almanac.access.token.Secret;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The token endpoint (RFC 6749, section 3.2). Clients of Zoho send everything in the query: parameters may stand
/// there, in the form, or in both.
@Path("/oauth/v2/token")
@Produces(MediaType.APPLICATION_JSON)
class TokenResource {
    private final ClientCheck clients;
    private final ClientTokens tokens;
    private final Guesses guesses;
    private final SecretRate rate;
    private final OAuthAddresses addresses;

    TokenResource(
            ClientCheck clients, ClientTokens tokens, Guesses guesses, SecretRate rate, OAuthAddresses addresses) {
        this.clients = clients;
        this.tokens = tokens;
        this.guesses = guesses;
        this.rate = rate;
        this.addresses = addresses;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @SecretAddress
    @Quota(Quota.FREE)
    public Uni<Response> token(
            byte @Nullable [] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServerRequest request) {
        guesses.check(request);
        var parameters =
                Parameters.of(uri.getQueryParameters(), headers.getHeaderString(HttpHeaders.CONTENT_TYPE), body);
        if (parameters.fault().isPresent()) {
            return refused(OAuthError.INVALID_REQUEST, parameters.fault().get());
        }
        return clients.check(headers.getHeaderString(HttpHeaders.AUTHORIZATION), parameters, request)
                .chain(outcome -> switch (outcome) {
                    case Refused(var refusal) -> Uni.createFrom().item(OAuthAnswers.of(refusal));
                    case Known(var client) -> grant(client, parameters, uri, request);
                });
    }

    private Uni<Response> grant(Client client, Parameters parameters, UriInfo uri, HttpServerRequest request) {
        return switch (parameters.find("grant_type").orElse("")) {
            case "authorization_code" ->
                missing(parameters, "code", "redirect_uri")
                        .orElseGet(() -> answer(exchange(client, parameters), uri, request));
            case "refresh_token" ->
                missing(parameters, "refresh_token").orElseGet(() -> answer(refresh(client, parameters), uri, request));
            case "client_credentials" -> answer(own(client, parameters), uri, request);
            case "" -> refused(OAuthError.INVALID_REQUEST, "grant_type is missing");
            default ->
                refused(
                        OAuthError.UNSUPPORTED_GRANT_TYPE,
                        "grant_type must be authorization_code, refresh_token or client_credentials");
        };
    }

    private static Optional<Uni<Response>> missing(Parameters parameters, String... names) {
        return Stream.of(names)
                .filter(name -> parameters.find(name).isEmpty())
                .findFirst()
                .map(name -> refused(OAuthError.INVALID_REQUEST, name + " is missing"));
    }

    private Uni<GrantOutcome> exchange(Client client, Parameters parameters) {
        return tokens.exchange(
                client,
                new Secret(parameters.find("code").orElse("")),
                parameters.find("redirect_uri").orElse(""),
                parameters.get("code_verifier"));
    }

    private Uni<GrantOutcome> refresh(Client client, Parameters parameters) {
        return parameters
                .find("refresh_token")
                .flatMap(RefreshToken::read)
                .map(token -> limited(client, token, parameters))
                .orElseGet(() -> Uni.createFrom().item(new GrantOutcome.Unknown()));
    }

    private Uni<GrantOutcome> limited(Client client, RefreshToken token, Parameters parameters) {
        rate.check(List.of(client.id(), token.lasting()));
        return tokens.refresh(client, token, parameters.get("scope"));
    }

    private Uni<GrantOutcome> own(Client client, Parameters parameters) {
        rate.check(client.id());
        return tokens.own(client, parameters.get("scope"));
    }

    private Uni<Response> answer(Uni<GrantOutcome> outcome, UriInfo uri, HttpServerRequest request) {
        return outcome.map(found -> switch (found) {
            case GrantOutcome.Given given -> OAuthAnswers.of(AccessAnswer.of(given, addresses.base(uri)));
            case GrantOutcome.Unknown() -> unknown(request);
            case GrantOutcome.Invalid(var why) -> OAuthAnswers.of(new Refusal(OAuthError.INVALID_GRANT, why));
            case GrantOutcome.NoScope() ->
                OAuthAnswers.of(new Refusal(OAuthError.INVALID_SCOPE, "none of the scopes can be granted"));
            case GrantOutcome.NotAllowed() ->
                OAuthAnswers.of(new Refusal(OAuthError.UNAUTHORIZED_CLIENT, "the client has no account of its own"));
        });
    }

    private Response unknown(HttpServerRequest request) {
        guesses.count(request);
        return OAuthAnswers.of(
                new Refusal(OAuthError.INVALID_GRANT, "there is no such code or refresh token of this client"));
    }

    private static Uni<Response> refused(OAuthError error, String why) {
        return Uni.createFrom().item(OAuthAnswers.of(new Refusal(error, why)));
    }
}

package almanac.access.auth;

import almanac.access.token.AdminToken;
import almanac.access.token.Caller;
import almanac.access.token.FeedTokens;
import almanac.access.token.Secret;
import almanac.access.token.Tokens;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/// The authentication mechanism for Almanac's own tokens, in Quarkus Security.
///
/// The [RequiredToken] decides which tokens are accepted. For access tokens, the limit of rejected tokens is checked
/// only after a token was rejected. The administrator's token and feed tokens are not looked up at all while
/// their address is refused, so that the answer does not tell whether a guess was right.
@Singleton
class TokenMechanism implements HttpAuthenticationMechanism {
    private static final String FEED_TOKEN = "feed_token";
    private static final SecurityIdentity ADMINISTRATOR = QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal("administrator"))
            .build();

    private final Tokens tokens;
    private final FeedTokens feedTokens;
    private final AdminToken adminToken;
    private final RejectedTokens rejected;

    TokenMechanism(Tokens tokens, FeedTokens feedTokens, AdminToken adminToken, RejectedTokens rejected) {
        this.tokens = tokens;
        this.feedTokens = feedTokens;
        this.adminToken = adminToken;
        this.rejected = rejected;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager others) {
        return switch (RequiredToken.of(request)) {
            case null -> Uni.createFrom().nullItem();
            case ACCESS -> caller(request, byHeader(request));
            case ACCESS_OR_FEED -> {
                var inQuery = request.queryParams().get(FEED_TOKEN);
                yield caller(request, inQuery == null ? byHeader(request) : byQuery(request, inQuery));
            }
            case ADMINISTRATOR -> Uni.createFrom().item(administrator(request));
        };
    }

    private Uni<Optional<Caller>> byHeader(RoutingContext request) {
        return tokens.callerOf(token(request), () -> rejected.isRefused(ClientAddress.of(request.request())));
    }

    private Uni<Optional<Caller>> byQuery(RoutingContext request, String token) {
        rejected.check(ClientAddress.of(request.request()));
        return feedTokens.callerOf(new Secret(token));
    }

    private Uni<SecurityIdentity> caller(RoutingContext request, Uni<Optional<Caller>> found) {
        return found.map(caller -> QuarkusSecurityIdentity.builder()
                .setPrincipal(caller.orElseThrow(() -> rejected.reject(ClientAddress.of(request.request()))))
                .build());
    }

    private SecurityIdentity administrator(RoutingContext request) {
        var sent = token(request);
        var address = ClientAddress.of(request.request());
        rejected.check(address);
        if (!adminToken.matches(sent)) {
            throw rejected.reject(address);
        }
        return ADMINISTRATOR;
    }

    private static Secret token(RoutingContext request) {
        return AuthorizationHeader.read(request.request().getHeader(HttpHeaders.AUTHORIZATION));
    }

    /// There is no challenge or redirect; the answer is that of the failure.
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().nullItem();
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}

package almanac.access.auth;

import almanac.access.token.AdminToken;
import almanac.access.token.FeedTokens;
import almanac.access.token.Tokens;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import java.util.List;

/// Puts the door that its annotation asks for in front of each resource method, once.
///
/// That happens when the application is built or initialised, before there is any configuration: what
/// the doors need is looked up when the first request comes.
@jakarta.ws.rs.ext.Provider
class AuthFilters implements DynamicFeature {
    private final Provider<Tokens> tokens;
    private final Provider<FeedTokens> feedTokens;
    private final Provider<AdminToken> adminToken;
    private final Provider<RejectedTokens> rejected;

    AuthFilters(
            Provider<Tokens> tokens,
            Provider<FeedTokens> feedTokens,
            Provider<AdminToken> adminToken,
            Provider<RejectedTokens> rejected) {
        this.feedTokens = feedTokens;
        this.rejected = rejected;
        this.tokens = tokens;
        this.adminToken = adminToken;
    }

    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var method = resource.getResourceMethod();
        var scopes = method.getAnnotation(Scopes.class);
        if (scopes != null) {
            context.register(new TokenFilter(tokens, scopes.feedTokens() ? feedTokens : null, rejected));
            context.register(new ScopeFilter(List.of(scopes.value())));
        }
        if (method.isAnnotationPresent(Administrator.class)) {
            context.register(new AdministratorFilter(adminToken, rejected));
        }
    }
}

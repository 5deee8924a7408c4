package almanac.access.auth;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/// Registers the authentication filter of each resource method, by its annotation.
@Provider
class AuthFilters implements DynamicFeature {
    @Override
    public void configure(ResourceInfo resource, FeatureContext context) {
        var method = resource.getResourceMethod();
        var scopes = method.getAnnotation(Scopes.class);
        if (scopes != null) {
            context.register(new AuthenticationFilter(
                    scopes.feedTokens() ? RequiredToken.ACCESS_OR_FEED : RequiredToken.ACCESS));
            context.register(new ScopeFilter(List.of(scopes.value())));
        }
        if (method.isAnnotationPresent(Administrator.class)) {
            context.register(new AuthenticationFilter(RequiredToken.ADMINISTRATOR));
        }
    }
}

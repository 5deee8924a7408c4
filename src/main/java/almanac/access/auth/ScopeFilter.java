package almanac.access.auth;

import almanac.access.token.Caller;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;

/// Requires the scopes of the method.
@Priority(Priorities.AUTHORIZATION)
class ScopeFilter implements ContainerRequestFilter {
    private final List<String> scopes;

    ScopeFilter(List<String> scopes) {
        this.scopes = scopes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller.of(request.getSecurityContext()).require(scopes);
    }
}

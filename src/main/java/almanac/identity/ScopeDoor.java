package almanac.identity;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.util.List;

/// Lets in whose token has the scopes of the method.
@Priority(Priorities.AUTHORIZATION)
class ScopeDoor implements ContainerRequestFilter {
    private final List<String> scopes;

    ScopeDoor(List<String> scopes) {
        this.scopes = scopes;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Caller.of(request.getSecurityContext()).require(scopes);
    }
}

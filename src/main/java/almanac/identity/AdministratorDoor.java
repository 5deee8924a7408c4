package almanac.identity;

import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Lets in whoever has the administrator's token.
@Priority(Priorities.AUTHENTICATION)
class AdministratorDoor implements ResteasyReactiveContainerRequestFilter {
    private final Provider<AdminToken> token;
    private final Provider<RejectedTokens> rejected;

    AdministratorDoor(Provider<AdminToken> token, Provider<RejectedTokens> rejected) {
        this.token = token;
        this.rejected = rejected;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!token.get().matches(Credentials.read(request.getHeaderString(HttpHeaders.AUTHORIZATION)))) {
            throw rejected.get().reject(Remote.address(request));
        }
    }
}

package almanac.access.auth;

import almanac.access.token.AdminToken;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Lets in who has the administrator's token.
///
/// The brake is asked before the token is looked at: an address that has guessed too often is refused even
/// with the right one, so that a guess that hits is told nothing else than one that misses.
@Priority(Priorities.AUTHENTICATION)
class AdministratorFilter implements ResteasyReactiveContainerRequestFilter {
    private final Provider<AdminToken> token;
    private final Provider<RejectedTokens> rejected;

    AdministratorFilter(Provider<AdminToken> token, Provider<RejectedTokens> rejected) {
        this.token = token;
        this.rejected = rejected;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var sent = AuthorizationHeader.read(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        var address = ClientAddress.address(request);
        rejected.get().check(address);
        if (!token.get().matches(sent)) {
            throw rejected.get().reject(address);
        }
    }
}

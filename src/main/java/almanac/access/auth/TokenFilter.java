package almanac.access.auth;

import almanac.access.token.Caller;
import almanac.access.token.FeedTokens;
import almanac.access.token.Secret;
import almanac.access.token.Tokens;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Lets in whoever has a valid token.
@Priority(Priorities.AUTHENTICATION)
class TokenFilter implements ResteasyReactiveContainerRequestFilter {
    private static final String FEED_TOKEN = "feed_token";

    private final Provider<Tokens> tokens;
    private final @Nullable Provider<FeedTokens> feedTokens;
    private final Provider<RejectedTokens> rejected;

    /// @param feedTokens for a method that takes them in the query, too; null for all others
    TokenFilter(Provider<Tokens> tokens, @Nullable Provider<FeedTokens> feedTokens, Provider<RejectedTokens> rejected) {
        this.tokens = tokens;
        this.feedTokens = feedTokens;
        this.rejected = rejected;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var found = find(request);
        request.suspend();
        found.invoke(caller -> enter(request, caller)).subscribe().with(entered -> request.resume(), request::resume);
    }

    private Uni<Optional<Caller>> find(ResteasyReactiveContainerRequestContext request) {
        var inQuery = request.getUriInfo().getQueryParameters().getFirst(FEED_TOKEN);
        var address = ClientAddress.address(request);
        if (feedTokens != null && inQuery != null) {
            rejected.get().check(address);
            return feedTokens.get().callerOf(new Secret(inQuery));
        }
        return tokens.get()
                .callerOf(
                        AuthorizationHeader.read(request.getHeaderString(HttpHeaders.AUTHORIZATION)),
                        () -> rejected.get().isRefused(address));
    }

    private void enter(ResteasyReactiveContainerRequestContext request, Optional<Caller> found) {
        var caller = found.orElseThrow(() -> rejected.get().reject(ClientAddress.address(request)));
        request.setSecurityContext(new CallerSecurity(caller));
    }

    /// What hands the caller on to the resource.
    private record CallerSecurity(Caller caller) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return caller;
        }

        @Override
        public boolean isUserInRole(String role) {
            return caller.scopes().contains(role);
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Bearer";
        }
    }
}

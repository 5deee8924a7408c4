package almanac.access.auth;

import static java.util.Objects.requireNonNull;

import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Requires a caller that Quarkus Security has authenticated.
///
/// Authentication runs here and not earlier: a request that is refused for every caller needs no token, and a
/// path without authentication costs no look-up.
@Priority(Priorities.AUTHENTICATION)
class AuthenticationFilter implements ResteasyReactiveContainerRequestFilter {
    private final RequiredToken required;

    AuthenticationFilter(RequiredToken required) {
        this.required = required;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var context = ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                .serverRequest()
                .unwrap(RoutingContext.class);
        required.writeOn(context);
        request.suspend();
        authenticate(context)
                .onItem()
                .ifNull()
                .failWith(() -> ProblemException.of(Problem.UNAUTHORIZED))
                .subscribe()
                .with(
                        identity -> {
                            var _ = QuarkusHttpUser.setIdentity(identity, context);
                            request.resume();
                        },
                        request::resume);
    }

    /// Calls the authenticator instead of using the deferred identity of Quarkus: if that fails, a handler of
    /// Quarkus answers, and not with the body of the contract.
    private static Uni<SecurityIdentity> authenticate(RoutingContext context) {
        HttpAuthenticator authenticator = requireNonNull(context.get(HttpAuthenticator.class.getName()));
        return Uni.createFrom().deferred(() -> authenticator.attemptAuthentication(context));
    }
}

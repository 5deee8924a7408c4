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

/// Lets in whom the security of Quarkus knows, at the door of a method.
///
/// Nobody is asked earlier: what is refused to anybody is refused first, and a path that asks for no
/// token costs no look at one.
@Priority(Priorities.AUTHENTICATION)
class DoorFilter implements ResteasyReactiveContainerRequestFilter {
    private final Door door;

    DoorFilter(Door door) {
        this.door = door;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var context = ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                .serverRequest()
                .unwrap(RoutingContext.class);
        door.writeOn(context);
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

    /// Not the identity that Quarkus keeps for whoever asks: where that fails, a handler answers, in words
    /// that are not those of the contract.
    private static Uni<SecurityIdentity> authenticate(RoutingContext context) {
        HttpAuthenticator authenticator = requireNonNull(context.get(HttpAuthenticator.class.getName()));
        return Uni.createFrom().deferred(() -> authenticator.attemptAuthentication(context));
    }
}

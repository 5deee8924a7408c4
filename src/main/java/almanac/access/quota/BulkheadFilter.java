package almanac.access.quota;

import almanac.access.token.Caller;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Lets a request wait while its user has as many under way as one may, and refuses it where too many wait
/// already or it has waited too long.
///
/// It stands behind the quota, so that a user who sends the twenty requests of a minute at once gets twenty
/// answers. A refusal here is given back to the quota and locks no call.
@Priority(Priorities.AUTHENTICATION + 600)
class BulkheadFilter implements ResteasyReactiveContainerRequestFilter {
    static final String CODE = "too_many_at_once";

    private final Provider<Bulkheads> bulkheads;

    BulkheadFilter(Provider<Bulkheads> bulkheads) {
        this.bulkheads = bulkheads;
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        var bulkhead = bulkheads.get();
        if (!bulkhead.isOn()) {
            return;
        }
        var zuid = Caller.of(request.getSecurityContext()).zuid();
        var ticket = bulkhead.ticket(zuid, hasPlace -> decide(request, hasPlace));
        // Before anything else: a client may hang up while its request waits.
        ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                .registerCompletionCallback(failure -> ticket.leave());
        if (!ticket.enter()) {
            request.suspend();
            ticket.await();
        }
    }

    private static void decide(ResteasyReactiveContainerRequestContext request, boolean hasPlace) {
        if (hasPlace) {
            request.resume();
        } else {
            request.resume(ProblemException.passing(Problem.TOO_MANY_REQUESTS, CODE, 1));
        }
    }
}

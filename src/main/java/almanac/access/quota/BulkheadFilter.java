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

/// Queues a request while its user has the maximum of running requests. Refuses it if the queue is full, or
/// if it has waited too long.
///
/// It runs after the quota, so that a user who sends the 20 requests of a minute at once gets 20 answers. A
/// request that is refused here is not counted for the quota.
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
        // Registered first: the client may close the connection while its request waits.
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

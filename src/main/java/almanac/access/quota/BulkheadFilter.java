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

/// Refuses a request whose user has too many under way.
///
/// It stands before the quota, so that a refusal here is not counted and locks no call.
@Priority(Priorities.AUTHENTICATION + 400) // Behind the filter that finds the caller.
class BulkheadFilter implements ResteasyReactiveContainerRequestFilter {
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
        if (!bulkhead.enter(zuid)) {
            throw ProblemException.passing(Problem.TOO_MANY_REQUESTS, "too_many_at_once", 1);
        }
        ((ResteasyReactiveRequestContext) request.getServerRequestContext())
                .registerCompletionCallback(failure -> bulkhead.leave(zuid));
    }
}

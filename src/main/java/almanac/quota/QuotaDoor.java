package almanac.quota;

import almanac.identity.Caller;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import almanac.threshold.Verdict;
import almanac.threshold.Verdict.Admitted;
import almanac.threshold.Verdict.Full;
import almanac.threshold.Verdict.Locked;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Counts each request to one call, refuses what is over its limit, and tells the client with every
/// answer how it stands, in the fields of the IETF draft "RateLimit header fields for HTTP".
@Priority(Priorities.AUTHENTICATION + 500) // Behind the door that finds out who calls, before the one for scopes.
class QuotaDoor implements ResteasyReactiveContainerRequestFilter, ContainerResponseFilter {
    private static final long SECOND = 1000;

    private final Provider<Quotas> quotas;
    private final String call;
    private final String property;

    QuotaDoor(Provider<Quotas> quotas, String call) {
        this.quotas = quotas;
        this.call = call;
        this.property = QuotaDoor.class.getName();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!quotas.get().counts(request)) {
            return;
        }
        request.suspend();
        quotas.get()
                .take(Caller.of(request.getSecurityContext()), call)
                .invoke(verdict -> enter(request, verdict))
                .subscribe()
                .with(verdict -> request.resume(), request::resume);
    }

    private void enter(ContainerRequestContext request, Verdict verdict) {
        request.setProperty(property, verdict);
        switch (verdict) {
            case Admitted _ -> {}
            case Locked(var millis) ->
                throw ProblemException.passing(
                        Problem.TOO_MANY_REQUESTS, "request_limit_exceeded", Math.toIntExact(seconds(millis)));
            case Full() -> throw ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(property) instanceof Verdict verdict) {
            var limits = quotas.get().limits(call);
            var headers = response.getHeaders();
            headers.putSingle(
                    "RateLimit-Policy", "\"" + call + "\";q=" + limits.limit() + ";w=" + seconds(limits.window()));
            headers.putSingle("RateLimit", "\"" + call + "\"" + standing(verdict));
        }
    }

    private static String standing(Verdict verdict) {
        return switch (verdict) {
            case Admitted(var remaining, var reset) -> ";r=" + remaining + ";t=" + seconds(reset);
            case Locked(var millis) -> ";r=0;t=" + seconds(millis);
            case Full() -> ";r=0";
        };
    }

    /// Whole seconds, rounded up: who waits that long has waited long enough.
    private static long seconds(long millis) {
        return (millis + SECOND - 1) / SECOND;
    }
}

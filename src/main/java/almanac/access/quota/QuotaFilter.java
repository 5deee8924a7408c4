package almanac.access.quota;

import almanac.access.token.Caller;
import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemBody;
import almanac.base.problem.ProblemException;
import jakarta.annotation.Priority;
import jakarta.inject.Provider;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Set;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestFilter;

/// Counts the requests of one call and refuses those over its limit. Every answer has the header fields
/// `RateLimit` and `RateLimit-Policy` (IETF draft "RateLimit header fields for HTTP").
@Priority(Priorities.AUTHENTICATION + 500) // After authentication, before the scopes.
class QuotaFilter implements ResteasyReactiveContainerRequestFilter, ContainerResponseFilter {
    private static final long SECOND = 1000;

    /// Codes of refusals that the client did not cause, and after which nothing was done. Such a request is
    /// not counted: a client that retries after `Retry-After` must not be locked out.
    private static final Set<String> NOT_SERVED = Set.of("overloaded", "database_unavailable", BulkheadFilter.CODE);

    private final Provider<Quotas> quotas;
    private final String call;
    private final boolean isStream;
    private final String property;

    /// @param isStream whether the answer is a stream, which may be exempt
    QuotaFilter(Provider<Quotas> quotas, String call, boolean isStream) {
        this.quotas = quotas;
        this.call = call;
        this.isStream = isStream;
        this.property = QuotaFilter.class.getName();
    }

    @Override
    public void filter(ResteasyReactiveContainerRequestContext request) {
        if (!quotas.get().isOn() || (isStream && quotas.get().isFree(request))) {
            return;
        }
        request.suspend();
        quotas.get()
                .take(Caller.of(request.getSecurityContext()), call)
                .invoke(decision -> enter(request, decision))
                .subscribe()
                .with(decision -> request.resume(), request::resume);
    }

    private void enter(ResteasyReactiveContainerRequestContext request, Decision decision) {
        request.setProperty(property, decision);
        tell(request, decision);
        switch (decision) {
            case Admitted _ -> {}
            case Locked(var millis) ->
                throw ProblemException.passing(Problem.TOO_MANY_REQUESTS, "request_limit_exceeded", seconds(millis));
            case Full() -> throw ProblemException.passing(Problem.UNAVAILABLE, "overloaded", 1);
            case Away() -> throw ProblemException.passing(Problem.UNAVAILABLE, "quota_unavailable", 1);
        }
    }

    /// Set at once: a stream writes to the connection directly, and no response filter runs.
    private void tell(ResteasyReactiveContainerRequestContext request, Decision decision) {
        var response = ((ResteasyReactiveRequestContext) request.getServerRequestContext()).serverResponse();
        response.setResponseHeader("RateLimit-Policy", policy(quotas.get().limits(call)));
        response.setResponseHeader("RateLimit", header(decision));
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(property) instanceof Admitted counted && isNotServed(response)) {
            var given = new Admitted(counted.remaining() + 1, counted.resetMillis(), counted.at());
            tell((ResteasyReactiveContainerRequestContext) request, given);
            quotas.get()
                    .giveBack(Caller.of(request.getSecurityContext()), call, counted)
                    .subscribe()
                    .with(done -> {}, failure -> {
                        // The request stays counted.
                    });
        }
    }

    private static boolean isNotServed(ContainerResponseContext response) {
        return response.getEntity() instanceof ProblemBody body && NOT_SERVED.contains(body.code());
    }

    private String policy(Limits limits) {
        return "\"" + call + "\";q=" + limits.limit() + ";w=" + seconds(limits.window());
    }

    private String header(Decision decision) {
        var remaining = switch (decision) {
            case Admitted(var left, var reset, var _) -> ";r=" + left + ";t=" + seconds(reset);
            case Locked(var millis) -> ";r=0;t=" + seconds(millis);
            case Full _, Away _ -> ";r=0";
        };
        return "\"" + call + "\"" + remaining;
    }

    /// Seconds, rounded up, so that a client that waits this long is not too early.
    private static int seconds(long millis) {
        return Math.clamp((millis + SECOND - 1) / SECOND, 0, Integer.MAX_VALUE);
    }
}

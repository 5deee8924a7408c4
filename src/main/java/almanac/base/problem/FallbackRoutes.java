package almanac.base.problem;

import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/// Answers requests that reach no resource: paths that cannot be decoded, unknown paths, and failures of the
/// router.
@Singleton
class FallbackRoutes {
    private static final Logger LOG = Logger.getLogger(FallbackRoutes.class);

    private final DirectAnswers answers;

    FallbackRoutes(DirectAnswers answers) {
        this.answers = answers;
    }

    /// Runs before Quarkus's own failure handler, which would answer with an empty body or one of its own
    /// format.
    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    }

    /// The same on the port of health and metrics. Its router has no last route, so the error handler of 404
    /// answers unknown paths.
    void register(@Observes ManagementInterface management) {
        var router = management.router().errorHandler(Problem.NOT_FOUND.status(), this::answer);
        router.route().order(Integer.MIN_VALUE).handler(this::admitToManagement).failureHandler(this::answer);
    }

    /// Removes the CORS header that Quarkus sets on that port for every origin. Without it, a browser does
    /// not let a page of another origin read the answer.
    private void admitToManagement(RoutingContext context) {
        SecurityHeaders.add(
                context.request(), context.response().headers().remove(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN));
        if (hasReadablePath(context)) {
            context.next();
        } else {
            answers.write(context.response(), Problem.BAD_REQUEST);
        }
    }

    private void answer(RoutingContext context) {
        if (context.response().ended() || context.response().closed()) {
            // Already answered, or the connection is closed.
            return;
        }
        var problem = problem(context);
        if (problem == Problem.SERVER_ERROR && !(context.failure() instanceof IOException)) {
            LOG.error("Unexpected failure", context.failure());
        }
        if (!context.response().headWritten()) {
            // A request that fails before all filters, such as one without a host, has no security headers
            // yet.
            SecurityHeaders.add(context.request(), context.response().headers());
        }
        answers.write(context.response(), problem);
    }

    private static Problem problem(RoutingContext context) {
        if (context.failure() instanceof RejectedExecutionException) {
            return Problem.UNAVAILABLE;
        }
        if (context.failure() instanceof IllegalArgumentException && !hasReadablePath(context)) {
            return Problem.BAD_REQUEST;
        }
        return context.statusCode() > 0 ? Problem.ofStatus(context.statusCode()) : Problem.SERVER_ERROR;
    }

    /// The access log reads the path before any route does, and fails if the path cannot be decoded.
    private static boolean hasReadablePath(RoutingContext context) {
        try {
            return !context.normalizedPath().isEmpty();
        } catch (IllegalArgumentException undecodable) {
            return false;
        }
    }
}

package almanac.base.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import io.smallrye.faulttolerance.api.RateLimitException;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/// Turns every failure of a resource into an answer with a [ProblemBody].
class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    /// The nodes of the path of a violation before the body: the method and its parameter.
    private static final int BEFORE_BODY = 2;

    private final Methods methods;
    private final Validator validator;

    ProblemMappers(Methods methods, Validator validator) {
        this.methods = methods;
        this.validator = validator;
    }

    @ServerExceptionMapper
    Response onProblem(ProblemException failure) {
        var response = response(failure.problem(), failure.body());
        if (failure.retryAfterSeconds() > 0) {
            response.header(HttpHeaders.RETRY_AFTER, failure.retryAfterSeconds());
        }
        return response.build();
    }

    @ServerExceptionMapper({ConstraintViolationException.class, ResteasyReactiveViolationException.class})
    Response onViolation(ConstraintViolationException failure, Request request) {
        var errors = BodyErrors.none();
        failure.getConstraintViolations().forEach(violation -> errors.add(violation, BEFORE_BODY));
        failure.getConstraintViolations().stream()
                .limit(1)
                .flatMap(violation -> Stream.of(violation.getExecutableParameters()))
                .forEach(body -> addOwn(errors, body, request));
        return onProblem(errors.problem());
    }

    @ServerExceptionMapper
    Response onUnreadable(UnreadableBody body, Request request) {
        var errors = BodyErrors.none();
        body.refusals().forEach(errors::add);
        errors.add(body.others());
        var rest = body.rest();
        if (rest != null) {
            validator.validate(rest).forEach(violation -> errors.add(violation, 0));
            addOwn(errors, rest, request);
        }
        return onProblem(errors.problem());
    }

    private static void addOwn(BodyErrors errors, @Nullable Object body, Request request) {
        if (body instanceof OpenBody open) {
            errors.add(open, HttpMethod.POST.equals(request.getMethod()));
        }
    }

    /// MismatchedInputException is named as well: otherwise Quarkus's own mapper would answer it without a
    /// body.
    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    Response onJson(JsonProcessingException failure) {
        var cause = causedBy(failure, ProblemException.class);
        if (cause != null) {
            return onProblem(cause);
        }
        var errors = BodyErrors.none();
        errors.add(failure);
        return onProblem(errors.problem());
    }

    @ServerExceptionMapper
    Response onHttp(WebApplicationException failure, UriInfo uri) {
        if (failure.getCause() instanceof JsonProcessingException json) {
            return onJson(json);
        }
        if (failure.getCause() instanceof ProblemException problem) {
            return onProblem(problem);
        }
        var status = failure.getResponse().getStatus();
        if (status < 400) {
            return failure.getResponse();
        }
        var problem = Problem.ofStatus(status);
        return switch (problem) {
            case NOT_FOUND, METHOD_NOT_ALLOWED -> nothingThere(methods.of(uri.getPath()));
            case SERVER_ERROR -> unexpected(failure);
            default -> answer(problem, problem.code(), List.of());
        };
    }

    /// No resource method matches: the path is unknown, or does not have the method.
    private static Response nothingThere(Set<String> methods) {
        var problem = methods.isEmpty() ? Problem.NOT_FOUND : Problem.METHOD_NOT_ALLOWED;
        var response = response(problem, ProblemBody.of(problem, problem.code(), List.of()));
        return methods.isEmpty() ? response.build() : response.allow(methods).build();
    }

    /// Calls without a user have a shared rate limit.
    @ServerExceptionMapper
    Response onRateLimit(RateLimitException failure) {
        var seconds = Math.max(1, Math.ceilDiv(failure.getRetryAfterMillis(), 1000));
        return onProblem(ProblemException.passing(Problem.TOO_MANY_REQUESTS, "too_many_calls", (int) seconds));
    }

    @ServerExceptionMapper
    Response onAnything(Throwable failure) {
        var problem = causedBy(failure, ProblemException.class);
        if (problem != null) {
            return onProblem(problem);
        }
        if (causedBy(failure, HttpClosedException.class) != null) {
            // The client has closed the connection, or it was closed, before the end of the body: the answer
            // is not sent.
            return answer(Problem.BAD_REQUEST, Problem.BAD_REQUEST.code(), List.of());
        }
        return unexpected(failure);
    }

    private static Response unexpected(Throwable failure) {
        LOG.error("Unexpected failure", failure);
        return answer(Problem.SERVER_ERROR, Problem.SERVER_ERROR.code(), List.of());
    }

    private static Response answer(Problem problem, String code, List<FieldError> errors) {
        return response(problem, ProblemBody.of(problem, code, errors)).build();
    }

    private static Response.ResponseBuilder response(Problem problem, ProblemBody body) {
        var response = Response.status(problem.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body);
        if (problem == Problem.UNAUTHORIZED) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return response;
    }

    private static <T extends Throwable> @Nullable T causedBy(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}

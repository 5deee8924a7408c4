package almanac.mirror.client;

import almanac.mirror.link.UpstreamCall;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.link.UpstreamException.Away;
import almanac.mirror.link.UpstreamException.Garbled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.VertxException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.WebClient;
import io.vertx.mutiny.ext.web.codec.BodyCodec;
import io.vertx.mutiny.ext.web.multipart.MultipartForm;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The one class that speaks HTTP with remote services.
///
/// What may be repeated is repeated once, after a pause that varies; what changes something never is.
/// One breaker guards them all, and opens only where nearly everything fails: a single service that is
/// away is left alone by the growing pauses of its own links.
@ApplicationScoped
class UpstreamHttp {
    private static final Logger LOG = Logger.getLogger(UpstreamHttp.class);
    private static final long FULL = 60_000;
    private static final String ANSWERED = "answered";
    private static final String AWAY = "away";

    private final WebClient client;
    private final UpstreamConfig config;
    private final MeterRegistry meters;

    UpstreamHttp(Vertx vertx, UpstreamConfig config, MeterRegistry meters) {
        this.config = config;
        this.meters = meters;
        this.client = client(
                vertx,
                new WebClientOptions()
                        .setFollowRedirects(false)
                        .setConnectTimeout(Math.clamp(config.connectTimeout().toMillis(), 1, Integer.MAX_VALUE))
                        .setMaxPoolSize(8)
                        .setDecompressionSupported(true)
                        .setUserAgent("almanac"));
    }

    /// A connection without a handler of its failures logs them as errors of this service, also where the
    /// other side speaks no HTTP. The request fails with the same failure, and the state of the link shows
    /// it.
    private static WebClient client(Vertx vertx, WebClientOptions options) {
        var http = vertx.getDelegate()
                .httpClientBuilder()
                .with(options)
                .withConnectHandler(connection -> connection.exceptionHandler(
                        failure -> LOG.debug("A connection to a remote service has failed", failure)))
                .build();
        return WebClient.newInstance(io.vertx.ext.web.client.WebClient.wrap(http, options));
    }

    /// A request.
    ///
    /// @param call what it is counted as; null for a request of a token
    /// @param token opens it; null for none
    /// @param body JSON, or null
    /// @param form sent instead of a body; null for none
    /// @param headers what else stands in its head
    record Ask(
            @Nullable UpstreamCall call,
            HttpMethod method,
            String url,
            @Nullable String token,
            @Nullable String body,
            @Nullable MultipartForm form,
            Map<String, String> headers) {
        @Override
        public String toString() {
            return method + " " + call;
        }
    }

    /// An answer, whatever its status.
    ///
    /// @param retryAfter the header; null where there was none
    record Answer(int status, Buffer body, @Nullable String retryAfter) {}

    /// Asks for something, which may be asked again.
    ///
    /// @param admit counts each try, and fails where there is none left
    @Timeout(value = 30, unit = ChronoUnit.SECONDS)
    @Retry(maxRetries = 1, delay = 300, jitter = 200, retryOn = Away.class)
    @CircuitBreaker(requestVolumeThreshold = 40, failureRatio = 0.9, delay = 2000, failOn = Away.class)
    @Bulkhead(value = 64, waitingTaskQueue = 1000)
    Uni<Answer> read(Supplier<Uni<Void>> admit, Ask ask) {
        return admit.get().chain(() -> send(ask));
    }

    /// Asks for a change, once.
    @Timeout(value = 60, unit = ChronoUnit.SECONDS)
    @CircuitBreaker(requestVolumeThreshold = 40, failureRatio = 0.9, delay = 2000, failOn = Away.class)
    @Bulkhead(value = 32, waitingTaskQueue = 200)
    Uni<Answer> write(Supplier<Uni<Void>> admit, Ask ask) {
        return admit.get().chain(() -> send(ask));
    }

    private Uni<Answer> send(Ask ask) {
        var body = new BoundedBody(config.bodyLimit().asLongValue());
        var request = client.requestAbs(ask.method, ask.url)
                .timeout(ask.form == null ? config.callTimeout().toMillis() : FULL)
                .putHeader("Accept", "application/json")
                .as(BodyCodec.newInstance(io.vertx.ext.web.codec.BodyCodec.pipe(body, false)));
        if (ask.token != null) {
            request.putHeader("Authorization", "Bearer " + ask.token);
        }
        ask.headers.forEach(request::putHeader);
        return transmit(request, ask)
                .map(answer -> new Answer(answer.statusCode(), body.content(), answer.getHeader("Retry-After")))
                .onFailure()
                .transform(UpstreamHttp::explain)
                .invoke(answer -> count(ask, answer.status < 400 ? ANSWERED : Integer.toString(answer.status)))
                .onFailure()
                .invoke(failure -> count(ask, failure instanceof Away ? AWAY : "garbled"))
                .map(UpstreamHttp::unlessBroken);
    }

    private static <T> Uni<io.vertx.mutiny.ext.web.client.HttpResponse<T>> transmit(HttpRequest<T> request, Ask ask) {
        if (ask.form != null) {
            return request.sendMultipartForm(ask.form);
        }
        if (ask.body == null) {
            return request.send();
        }
        if (!ask.headers.containsKey("Content-Type")) {
            request.putHeader("Content-Type", "application/json");
        }
        return request.sendBuffer(io.vertx.mutiny.core.buffer.Buffer.buffer(ask.body));
    }

    /// A server that breaks down may have done what it was asked; one that says 503 has not begun.
    private static Answer unlessBroken(Answer answer) {
        if (answer.status >= 500) {
            throw new Away("was answered " + answer.status, answer.status != 503);
        }
        if (answer.status >= 300 && answer.status < 400) {
            throw new Garbled("was sent elsewhere, where it does not go");
        }
        return answer;
    }

    private static Throwable explain(Throwable failure) {
        return switch (failure) {
            case UpstreamException known -> known;
            case ConnectException _ -> new Away("accepts no connection", false);
            case UnknownHostException _ -> new Away("has an unknown host", false);
            case SSLException _ -> new Away("speaks no TLS that is trusted", false);
            case BoundedBody.TooLongException tooLong -> new Garbled(String.valueOf(tooLong.getMessage()));
            case java.util.concurrent.TimeoutException _ -> new Away("did not answer in time", true);
            case VertxException _, java.io.IOException _ -> new Away("broke the connection off", true);
            default -> new Away("failed: " + failure.getClass().getSimpleName(), true);
        };
    }

    /// What the guards of a call throw, as what it means.
    static Throwable explainGuard(Throwable failure) {
        return switch (failure) {
            case BulkheadException _ -> new Away("has too many callers waiting here", false);
            case CircuitBreakerOpenException _ -> new Away("has just failed too often", false);
            case TimeoutException _ -> new Away("did not answer in time", true);
            default -> failure;
        };
    }

    /// The meters are there from the start, before anything was asked.
    void start(@Observes StartupEvent event) {
        for (var call : UpstreamCall.values()) {
            var _ = counter(call.text(), ANSWERED);
            var _ = counter(call.text(), AWAY);
        }
    }

    private void count(Ask ask, String outcome) {
        counter(ask.call == null ? "refresh-token" : ask.call.text(), outcome).increment();
    }

    private Counter counter(String call, String outcome) {
        return Counter.builder("almanac.upstream.calls")
                .description("Requests to remote services, by call and outcome")
                .tag("call", call)
                .tag("outcome", outcome)
                .register(meters);
    }
}

package almanac.mirror.client;

import almanac.mirror.client.UpstreamHttp.Answer;
import almanac.mirror.client.UpstreamHttp.Ask;
import almanac.mirror.link.Addresses;
import almanac.mirror.link.Link;
import almanac.mirror.link.UpstreamCall;
import almanac.mirror.link.UpstreamException.Refused;
import almanac.mirror.link.UpstreamException.Unauthorized;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.ext.web.multipart.MultipartForm;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/// Requests to the remote service on behalf of a link: within its quota there, with its token, and with a refusal
/// as a failure.
@Singleton
class AuthorizedCalls {
    private static final String LIMIT = "request_limit_exceeded";

    private final UpstreamHttp http;
    private final LinkAccess access;
    private final Addresses addresses;
    private final OutwardQuota quota;
    private final RemoteJson json;

    AuthorizedCalls(UpstreamHttp http, LinkAccess access, Addresses addresses, OutwardQuota quota, RemoteJson json) {
        this.http = http;
        this.access = access;
        this.addresses = addresses;
        this.quota = quota;
        this.json = json;
    }

    /// Asks for something.
    ///
    /// @param reserve how much of the quota is to be left
    /// @param path below `/api/v2`, with its query
    Uni<Answer> read(Link link, UpstreamCall call, int reserve, String path) {
        return authorized(
                link,
                call,
                token -> http.read(
                        () -> quota.take(link.zuid(), call, reserve),
                        new Ask(call, HttpMethod.GET, url(link, path), token, null, null, Map.of())));
    }

    /// Asks for a change.
    ///
    /// @param body JSON; empty for none
    Uni<Answer> write(
            Link link, UpstreamCall call, HttpMethod method, String path, String body, Map<String, String> headers) {
        var content = body.isEmpty() ? null : body;
        return authorized(
                link,
                call,
                token -> http.write(
                        () -> quota.take(link.zuid(), call, 0),
                        new Ask(call, method, url(link, path), token, content, null, headers)));
    }

    /// Sends a form.
    ///
    /// @param form makes it, once for each try
    Uni<Answer> send(Link link, UpstreamCall call, String path, Supplier<MultipartForm> form) {
        return authorized(
                link,
                call,
                token -> http.write(
                        () -> quota.take(link.zuid(), call, 0),
                        new Ask(call, HttpMethod.POST, url(link, path), token, null, form.get(), Map.of())));
    }

    /// Asks with a token, and once more with another one where that is not accepted.
    private Uni<Answer> authorized(Link link, UpstreamCall call, Function<String, Uni<Answer>> ask) {
        var home = home();
        if (addresses.refusal(link.baseUrl()).isPresent()) {
            // It was allowed when it was linked.
            return Uni.createFrom().failure(new Unauthorized("is none of almanac.upstream.allowed-hosts any more"));
        }
        return access.token(link)
                .chain(token -> ask.apply(token)
                        .chain(answer -> answer.status() == 401
                                ? access.insteadOf(link, token).chain(ask::apply)
                                : Uni.createFrom().item(answer)))
                .onFailure()
                .transform(UpstreamHttp::explainGuard)
                .chain(answer -> judge(link, call, answer))
                .emitOn(home);
    }

    /// Where the caller goes on. The guards of a call wake it on the thread of another one, and a
    /// session of the database belongs to its own.
    private static Executor home() {
        var context = Vertx.currentContext();
        return context == null ? Runnable::run : task -> context.runOnContext(_ -> task.run());
    }

    private Uni<Answer> judge(Link link, UpstreamCall call, Answer answer) {
        if (answer.status() < 400) {
            return Uni.createFrom().item(answer);
        }
        var code = json.code(answer.body(), "status_" + answer.status());
        if (answer.status() == 429 || code.equals(LIMIT)) {
            return quota.exceeded(link.zuid(), call, answer.retryAfter())
                    .chain(throttled -> Uni.createFrom().failure(throttled));
        }
        return Uni.createFrom()
                .failure(
                        answer.status() == 401
                                ? new Unauthorized("does not accept the access token")
                                : new Refused(answer.status(), code, json.errors(answer.body())));
    }

    private static String url(Link link, String path) {
        return link.baseUrl() + "/api/v2" + path;
    }
}

package almanac.mirror.client;

import almanac.base.problem.FieldError;
import almanac.event.model.Attendee;
import almanac.mirror.client.UpstreamHttp.Answer;
import almanac.mirror.client.UpstreamHttp.Ask;
import almanac.mirror.link.Addresses;
import almanac.mirror.link.Link;
import almanac.mirror.link.LinkCredentials;
import almanac.mirror.link.UpstreamCall;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.link.UpstreamException.Refused;
import almanac.mirror.link.UpstreamException.Throttled;
import almanac.mirror.link.UpstreamException.Unauthorized;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.ext.web.multipart.MultipartForm;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/// The eight calls of the contract, made to the account that a link leads to. All of them fail with an
/// [UpstreamException].
@Singleton
public class Upstream {
    private static final int LARGE = 64 * 1024;
    private static final String LIMIT = "request_limit_exceeded";

    private final UpstreamHttp http;
    private final LinkAccess access;
    private final Addresses addresses;
    private final OutwardQuota quota;
    private final RemoteJson json;
    private final UpstreamConfig config;
    private final Vertx vertx;
    private final Clock clock;

    Upstream(
            UpstreamHttp http,
            LinkAccess access,
            Addresses addresses,
            OutwardQuota quota,
            RemoteJson json,
            UpstreamConfig config,
            Vertx vertx,
            Clock clock) {
        this.http = http;
        this.access = access;
        this.addresses = addresses;
        this.quota = quota;
        this.json = json;
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    /// What is wrong with credentials, by field.
    public List<FieldError> errors(LinkCredentials credentials) {
        return credentials.errors(addresses);
    }

    /// The calendars of the account, hidden ones too.
    public Uni<List<RemoteCalendar>> calendars(Link link) {
        return read(
                        link,
                        UpstreamCall.LIST_CALENDARS,
                        config.quota().reserve(),
                        "/calendars?include_hidden_calendars=true")
                .chain(answer -> parse(answer, json::calendars));
    }

    /// The events of a window, of hidden and disabled calendars too.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, at most 31 days later
    /// @param reserve how much of the quota is to be left
    public Uni<List<RemoteEvent>> events(Link link, long from, long to, int reserve) {
        var query =
                "/events?from=" + from + "&to=" + to + "&include_hidden_calendars=true&include_disabled_calendar=true";
        return read(link, UpstreamCall.LIST_EVENTS, reserve, query).chain(answer -> parse(answer, json::events));
    }

    /// An event; empty where there is none any more.
    ///
    /// @param reference the `calendar_id` it has there
    public Uni<Optional<RemoteEvent>> event(Link link, String id, String reference, int reserve) {
        return read(
                        link,
                        UpstreamCall.GET_EVENT,
                        reserve,
                        "/events/" + encode(id) + "?calendar_id=" + encode(reference))
                .chain(answer -> parse(answer, json::event))
                .map(Optional::of)
                .onFailure(Upstream::isGone)
                .recoverWithItem(Optional.empty());
    }

    /// Makes an event.
    ///
    /// @param once what tells a repeated request from a second one, where the other side knows of that
    public Uni<RemoteEvent> create(Link link, String body, Optional<String> once) {
        Map<String, String> headers = once.isPresent() ? Map.of("Idempotency-Key", once.get()) : Map.of();
        return write(link, UpstreamCall.CREATE_EVENT, HttpMethod.POST, "/events", body, headers)
                .chain(answer -> parse(answer, json::event));
    }

    /// Changes an event.
    public Uni<RemoteEvent> edit(Link link, String id, String body) {
        return write(link, UpstreamCall.EDIT_EVENT, HttpMethod.PUT, "/events/" + encode(id), body, Map.of())
                .chain(answer -> parse(answer, json::event));
    }

    /// Removes an event. What names it stands in the query: many HTTP stacks drop the body of a DELETE.
    public Uni<Void> delete(Link link, String id, String reference, String tag) {
        var query = "?calendar_id=" + encode(reference) + "&edit_tag=" + encode(tag);
        return write(link, UpstreamCall.DELETE_EVENT, HttpMethod.DELETE, "/events/" + encode(id) + query, "", Map.of())
                .replaceWithVoid();
    }

    /// Answers an invitation.
    ///
    /// @return the event's tag from now on; empty where it was not told
    public Uni<String> answer(Link link, String id, Attendee.Status status) {
        var path = "/events/" + encode(id) + "/statuses/" + status.text();
        return write(link, UpstreamCall.ANSWER_EVENT, HttpMethod.PUT, path, "", Map.of())
                .map(answer -> json.tag(answer.body()));
    }

    /// Uploads a file, and answers the id it has there.
    public Uni<String> upload(Link link, String name, String contentType, Path file) {
        Supplier<MultipartForm> form =
                () -> MultipartForm.create().binaryFileUpload("files", quoted(name), file.toString(), contentType);
        return authorized(
                        link,
                        token -> http.write(
                                () -> quota.take(link.zuid(), UpstreamCall.UPLOAD_ATTACHMENTS, 0),
                                new Ask(
                                        UpstreamCall.UPLOAD_ATTACHMENTS,
                                        HttpMethod.POST,
                                        url(link, "/events/attachments"),
                                        token,
                                        null,
                                        form.get(),
                                        Map.of())),
                        UpstreamCall.UPLOAD_ATTACHMENTS)
                .map(answer -> json.fileIds(answer.body()).stream()
                        .findFirst()
                        .orElseThrow(() -> new UpstreamException.Garbled("answers no fileId")));
    }

    /// A name as it goes between quotes: browsers write a quote of a name so, and the client that is used here does
    /// not.
    private static String quoted(String name) {
        return name.replace("\"", "%22");
    }

    private Uni<Answer> read(Link link, UpstreamCall call, int reserve, String path) {
        return authorized(
                link,
                token -> http.read(
                        () -> quota.take(link.zuid(), call, reserve),
                        new Ask(call, HttpMethod.GET, url(link, path), token, null, null, Map.of())),
                call);
    }

    private Uni<Answer> write(
            Link link, UpstreamCall call, HttpMethod method, String path, String body, Map<String, String> headers) {
        return authorized(
                link,
                token -> http.write(
                        () -> quota.take(link.zuid(), call, 0),
                        new Ask(call, method, url(link, path), token, body.isEmpty() ? null : body, null, headers)),
                call);
    }

    /// Asks with a token, and once more with another one where that is not accepted.
    private Uni<Answer> authorized(Link link, Function<String, Uni<Answer>> ask, UpstreamCall call) {
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
            var until = clock.millis() + pause(answer);
            return quota.lock(link.zuid(), call, until)
                    .chain(() -> Uni.createFrom().failure(new Throttled(call, until)));
        }
        return Uni.createFrom()
                .failure(
                        answer.status() == 401
                                ? new Unauthorized("does not accept the access token")
                                : new Refused(answer.status(), code, json.errors(answer.body())));
    }

    private long pause(Answer answer) {
        try {
            return answer.retryAfter() == null
                    ? config.quota().lock().toMillis()
                    : 1000L * Math.clamp(Long.parseLong(answer.retryAfter().strip()), 1, 86_400);
        } catch (NumberFormatException date) {
            return config.quota().lock().toMillis();
        }
    }

    /// Long answers are read beside the event loop.
    private <T> Uni<T> parse(Answer answer, Function<Buffer, T> reader) {
        if (answer.body().length() < LARGE) {
            return Uni.createFrom().item(() -> reader.apply(answer.body()));
        }
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(() -> reader.apply(answer.body()), false)
                        .toCompletionStage());
    }

    private static String url(Link link, String path) {
        return link.baseUrl() + "/api/v2" + path;
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof Refused refused && refused.status() == 404;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

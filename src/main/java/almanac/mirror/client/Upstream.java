package almanac.mirror.client;

import almanac.event.model.Attendee;
import almanac.event.request.EditScope;
import almanac.mirror.client.UpstreamHttp.Answer;
import almanac.mirror.link.Link;
import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamCall;
import almanac.mirror.link.UpstreamException.Garbled;
import almanac.mirror.link.UpstreamException.Refused;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.mutiny.ext.web.multipart.MultipartForm;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The eight calls of the contract, made to the account that a link leads to. All of them fail with an
/// [UpstreamException].
@Singleton
public class Upstream {
    private static final int LARGE = 64 * 1024;

    private final AuthorizedCalls calls;
    private final RemoteJson json;
    private final Vertx vertx;

    Upstream(AuthorizedCalls calls, RemoteJson json, Vertx vertx) {
        this.calls = calls;
        this.json = json;
        this.vertx = vertx;
    }

    /// The calendars of the account, hidden ones too.
    ///
    /// @param reserve how much of the quota is to be left
    public Uni<Heard<RemoteCalendar>> calendars(Link link, int reserve) {
        return calls.read(link, UpstreamCall.LIST_CALENDARS, reserve, "/calendars?include_hidden_calendars=true")
                .chain(answer -> parse(answer, json::calendars));
    }

    /// The events of a window, of hidden and disabled calendars too.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, at most 31 days later
    /// @param reserve how much of the quota is to be left
    public Uni<Heard<RemoteEvent>> events(Link link, long from, long to, int reserve) {
        var query =
                "/events?from=" + from + "&to=" + to + "&include_hidden_calendars=true&include_disabled_calendar=true";
        return calls.read(link, UpstreamCall.LIST_EVENTS, reserve, query).chain(answer -> parse(answer, json::events));
    }

    /// An event; empty where there is none any more.
    ///
    /// @param reference the `calendar_id` it has there
    public Uni<Optional<RemoteEvent>> event(Link link, String id, String reference, int reserve) {
        return get(link, id, reference, reserve)
                .chain(answer -> parse(answer, json::event))
                .map(Optional::of)
                .onFailure(Upstream::isGone)
                .recoverWithItem(Optional.empty());
    }

    /// An event that a list should have told. Nothing was heard where there is none any more; one that cannot
    /// be read, or is refused, was passed over.
    ///
    /// @param reference the `calendar_id` it has there
    public Uni<Heard<RemoteEvent>> missing(Link link, String id, String reference, int reserve) {
        return get(link, id, reference, reserve)
                .chain(answer -> parse(answer, json::events))
                .map(heard -> heard.items().isEmpty() && heard.skipped().isEmpty() ? unknown(id) : heard)
                .onFailure(Garbled.class)
                .recoverWithItem(() -> unknown(id))
                .onFailure(Refused.class)
                .recoverWithItem(failure -> isGone(failure) ? new Heard<>(List.of(), List.of()) : unknown(id));
    }

    private static Heard<RemoteEvent> unknown(String id) {
        var reason = "it is in no list any more, and whether it is there cannot be found out";
        return new Heard<>(List.of(), List.of(new Skipped(Skipped.EVENT, id, reason)));
    }

    private Uni<Answer> get(Link link, String id, String reference, int reserve) {
        var name = RemoteId.of(id);
        var query = "?calendar_id=" + encode(reference) + occurrence("&", name);
        return calls.read(link, UpstreamCall.GET_EVENT, reserve, "/events/" + encode(name.event()) + query);
    }

    private static String occurrence(String sign, RemoteId name) {
        return name.recurrence() == null ? "" : sign + "recurrence_id=" + encode(name.recurrence());
    }

    /// Makes an event.
    ///
    /// @param once what tells a repeated request from a second one, where the remote service knows of that
    public Uni<RemoteEvent> create(Link link, String body, Optional<String> once) {
        Map<String, String> headers = once.isPresent() ? Map.of("Idempotency-Key", once.get()) : Map.of();
        return calls.write(link, UpstreamCall.CREATE_EVENT, HttpMethod.POST, "/events", body, headers)
                .chain(answer -> parse(answer, json::event));
    }

    /// Changes an event. An occurrence of a series is named by the body.
    public Uni<RemoteEvent> edit(Link link, String id, String body) {
        var path = "/events/" + encode(RemoteId.of(id).event());
        return calls.write(link, UpstreamCall.EDIT_EVENT, HttpMethod.PUT, path, body, Map.of())
                .chain(answer -> parse(answer, json::event));
    }

    /// Removes an event. What names it stands in the query: many HTTP stacks drop the body of a DELETE.
    ///
    /// @param scope which occurrences of a series; null for what is none
    public Uni<Void> delete(Link link, String id, String reference, String tag, @Nullable EditScope scope) {
        var name = RemoteId.of(id);
        var query = "?calendar_id=" + encode(reference) + "&edit_tag=" + encode(tag)
                + (scope == null ? "" : occurrence("&", name) + "&recurrence_edittype=" + scope.text());
        return calls.write(
                        link,
                        UpstreamCall.DELETE_EVENT,
                        HttpMethod.DELETE,
                        "/events/" + encode(name.event()) + query,
                        "",
                        Map.of())
                .replaceWithVoid();
    }

    /// Answers an invitation.
    ///
    /// @return the event's tag from now on; empty where it was not told
    public Uni<String> answer(Link link, String id, Attendee.Status status) {
        var name = RemoteId.of(id);
        var path = "/events/" + encode(name.event()) + "/statuses/" + status.text() + occurrence("?", name);
        return calls.write(link, UpstreamCall.ANSWER_EVENT, HttpMethod.PUT, path, "", Map.of())
                .map(answer -> json.tag(answer.body()));
    }

    /// Uploads a file, and answers the id it has there.
    public Uni<String> upload(Link link, String name, String contentType, Path file) {
        Supplier<MultipartForm> form =
                () -> MultipartForm.create().binaryFileUpload("files", quoted(name), file.toString(), contentType);
        return calls.send(link, UpstreamCall.UPLOAD_ATTACHMENTS, "/events/attachments", form)
                .map(answer -> json.fileIds(answer.body()).stream()
                        .findFirst()
                        .orElseThrow(() -> new Garbled("answers no fileId")));
    }

    /// A name as it goes between quotes: browsers write a quote of a name so, and the client that is used
    /// here does not.
    private static String quoted(String name) {
        return name.replace("\"", "%22");
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

    private static boolean isGone(Throwable failure) {
        return failure instanceof Refused refused && refused.status() == 404;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}

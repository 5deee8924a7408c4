package almanac.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A service that speaks the contract, as little of it as the mirror needs, and misbehaves when it is
/// told to. What it holds can be looked at and changed behind the mirror's back.
public final class UpstreamStub implements AutoCloseable {
    /// The account's default calendar there.
    public static final String CALENDAR = "MTAwMDAwMDAwMDAwMDAxfGFiY2RlZjEy";

    /// The number of that calendar.
    public static final String NUMBER = "100000000000001";

    /// Whoever owns the account there.
    public static final JsonObject OWNER = new JsonObject()
            .put("name", "Olga Over")
            .put("email", "olga@there.example")
            .put("id", "77001");

    private static final AtomicLong NUMBERS = new AtomicLong(100_000_000_000_001L);

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, JsonObject> events = new ConcurrentHashMap<>();
    private final List<JsonObject> calendars = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();
    private final AtomicLong tags = new AtomicLong(1_700_000_000_000L);
    private final AtomicInteger uploads = new AtomicInteger(5000);
    private final AtomicInteger refreshed = new AtomicInteger();
    private volatile String token = "good-token";
    private volatile boolean groups;
    private volatile boolean away;

    /// What a request is answered with instead of what it asked for.
    public enum Fault {
        /// Nothing, for longer than anybody waits.
        SILENCE,
        /// Nothing, after it was done.
        SILENCE_AFTER,
        /// The connection ends before anything is done.
        DROP,
        /// The connection ends after it was done.
        DROP_AFTER,
        /// 429 with `Retry-After: 120`.
        TOO_MANY,
        /// 400 with the code that Cliq has for it.
        LIMIT_EXCEEDED,
        /// 401.
        UNAUTHORIZED,
        /// 500, before anything is done.
        BROKEN,
        /// 500, after it was done.
        BROKEN_AFTER,
        /// 503.
        UNAVAILABLE,
        /// 403.
        FORBIDDEN,
        /// 412.
        STALE,
        /// 400 that names a field.
        BAD,
        /// Half of the answer, and the end of the connection.
        HALF,
        /// 200 and no JSON.
        GARBAGE,
        /// 302 to somewhere.
        REDIRECT
    }

    private UpstreamStub() {
        server = vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        calendars.add(calendar(NUMBER, CALENDAR, "Work").put("isdefault", true));
    }

    /// Starts one with one calendar and no events.
    public static UpstreamStub start() {
        return new UpstreamStub();
    }

    /// Where it answers.
    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    // --- what it holds

    /// A calendar in the form that it tells.
    public static JsonObject calendar(String number, String calendarId, String name) {
        return new JsonObject()
                .put("id", number)
                .put("uid", "0123456789abcdef" + String.format("%016x", Long.parseLong(number)))
                .put("calendar_id", calendarId)
                .put("name", name)
                .put("description", "")
                .put("color", "#112233")
                .put("textcolor", "#FFFFFF")
                .put("timezone", "Europe/Berlin")
                .put("privilege", "owner")
                .put("isdefault", false)
                .put("visibility", true)
                .put("status", true)
                .put("order", 3)
                .put("something_new", new JsonObject().put("nobody", "knows"));
    }

    /// The calendars, to be changed.
    public List<JsonObject> calendars() {
        return calendars;
    }

    /// An event as it is there; null where there is none.
    public JsonObject event(String id) {
        return events.get(id);
    }

    /// Every event there.
    public List<JsonObject> events() {
        return List.copyOf(events.values());
    }

    /// Makes an event behind the mirror's back; answers its id.
    public String add(String title, long start, long end) {
        return put(new JsonObject().put("title", title).put("start_time", start).put("end_time", end));
    }

    /// Makes an event of what is given and defaults; answers its id.
    public String put(JsonObject given) {
        var id = given.getString("id", Long.toHexString(NUMBERS.incrementAndGet()) + "@there.example");
        var event = new JsonObject()
                .put("id", id)
                .put("entity_id", "3f1c3bd8-0f8b-4a52-9d0c-1f6f9d8e0001")
                .put("type", "normal_event")
                .put("description", "")
                .put("location", "")
                .put("timezone", "Europe/Berlin")
                .put("isallday", false)
                .put("calendar_id", CALENDAR)
                .put("creator", OWNER)
                .put("organizer", OWNER)
                .put("attendees", new JsonArray())
                .put("role", "organizer")
                .put("unheard_of", 1)
                .mergeIn(given)
                .put("edit_tag", Long.toString(tags.incrementAndGet()));
        events.put(id, event);
        return id;
    }

    /// Changes an event behind the mirror's back.
    public void change(String id, JsonObject fields) {
        events.computeIfPresent(
                id,
                (key, event) -> event.copy().mergeIn(fields).put("edit_tag", Long.toString(tags.incrementAndGet())));
    }

    /// Changes an event and keeps its tag, as a careless service does.
    public void changeUnderTag(String id, JsonObject fields) {
        events.computeIfPresent(id, (key, event) -> event.copy().mergeIn(fields));
    }

    /// Removes an event behind the mirror's back.
    public void remove(String id) {
        events.remove(id);
    }

    // --- how it behaves

    /// Misbehaves with the next requests of a call, once for each fault.
    public void fail(String call, Fault... next) {
        var queue = faults.computeIfAbsent(call, key -> new ConcurrentLinkedQueue<>());
        queue.addAll(List.of(next));
    }

    /// Misbehaves no more.
    public void calm() {
        faults.clear();
        away = false;
    }

    /// Sends lists as an array of groups, as Cliq does.
    public void sendGroups() {
        groups = true;
    }

    /// Accepts no connection's request until told otherwise.
    public void away(boolean isAway) {
        away = isAway;
    }

    /// Accepts no token but the next one it gives out.
    public void expireToken() {
        token = "token-" + refreshed.incrementAndGet();
    }

    /// How often a token was refreshed or expired.
    public int refreshed() {
        return refreshed.get();
    }

    /// How many requests of a call have come.
    public int received(String call) {
        return (int) received.stream().filter(call::equals).count();
    }

    /// How many requests have come.
    public int received() {
        return received.size();
    }

    // --- how it answers

    private void receive(HttpServerRequest request) {
        if (away) {
            request.connection().close();
            return;
        }
        request.bodyHandler(body -> {
            var call = call(request);
            received.add(call);
            var queue = faults.getOrDefault(call, new ArrayDeque<>());
            var fault = queue.poll();
            if (call.equals("token")) {
                answerToken(request, fault);
            } else if (fault == null) {
                answer(request, call, body, 0);
            } else {
                misbehave(request, call, body, fault);
            }
        });
    }

    private static String call(HttpServerRequest request) {
        var path = request.path();
        var method = request.method().name();
        if (path.endsWith("/oauth/v2/token")) {
            return "token";
        }
        if (path.endsWith("/calendars")) {
            return "list-calendars";
        }
        if (path.endsWith("/attachments")) {
            return "upload-attachments";
        }
        if (path.contains("/statuses/")) {
            return "answer-event";
        }
        return switch (method) {
            case "POST" -> "create-event";
            case "PUT" -> "edit-event";
            case "DELETE" -> "delete-event";
            default -> path.endsWith("/events") ? "list-events" : "get-event";
        };
    }

    private void misbehave(HttpServerRequest request, String call, Buffer body, Fault fault) {
        switch (fault) {
            case SILENCE -> {}
            case SILENCE_AFTER -> act(request, call, body);
            case DROP -> request.connection().close();
            case DROP_AFTER -> {
                act(request, call, body);
                request.connection().close();
            }
            case TOO_MANY -> error(request, 429, "whatever", Map.of("Retry-After", "120"));
            case LIMIT_EXCEEDED -> error(request, 400, "request_limit_exceeded", Map.of());
            case UNAUTHORIZED -> error(request, 401, "oauth_invalid", Map.of());
            case BROKEN -> error(request, 500, "broken", Map.of());
            case BROKEN_AFTER -> {
                act(request, call, body);
                error(request, 500, "broken", Map.of());
            }
            case UNAVAILABLE -> error(request, 503, "busy", Map.of());
            case FORBIDDEN -> error(request, 403, "forbidden", Map.of());
            case STALE -> error(request, 412, "stale", Map.of());
            case BAD -> error(request, 400, "param_invalid", Map.of());
            case HALF -> answer(request, call, body, 2);
            case GARBAGE -> request.response().end("<html>Down for maintenance</html>");
            case REDIRECT ->
                request.response()
                        .setStatusCode(302)
                        .putHeader("Location", url() + "/elsewhere")
                        .end();
        }
    }

    private void error(HttpServerRequest request, int status, String code, Map<String, String> headers) {
        var response = request.response().setStatusCode(status);
        headers.forEach(response::putHeader);
        var errors = new JsonArray().add(new JsonObject().put("field", "title").put("message", "is not liked there"));
        response.end(new JsonObject()
                .put("message", "No.")
                .put("code", code)
                .put("errors", errors)
                .encode());
    }

    private void answerToken(HttpServerRequest request, Fault fault) {
        if (fault != null) {
            misbehave(request, "token", Buffer.buffer(), fault);
            return;
        }
        request.response()
                .end(new JsonObject()
                        .put("access_token", token)
                        .put("expires_in", 3600)
                        .encode());
    }

    /// @param cut 0 for a whole answer, else by what its length is divided before the connection ends
    private void answer(HttpServerRequest request, String call, Buffer body, int cut) {
        if (!("Bearer " + token).equals(request.getHeader("Authorization"))) {
            error(request, 401, "oauth_invalid", Map.of());
            return;
        }
        var answer = act(request, call, body);
        var response = request.response().setStatusCode(answer.status);
        if (cut == 0) {
            response.end(answer.body);
            return;
        }
        var bytes = Buffer.buffer(answer.body);
        response.putHeader("Content-Length", Integer.toString(bytes.length()))
                .write(bytes.slice(0, bytes.length() / cut))
                .onComplete(written -> request.connection().close());
    }

    private record Answer(int status, String body) {}

    private static final Answer ABSENT = new Answer(404, "{\"message\":\"No.\",\"code\":\"resource_not_found\"}");

    private Answer act(HttpServerRequest request, String call, Buffer body) {
        var id = id(request);
        return switch (call) {
            case "list-calendars" -> list(calendars);
            case "list-events" ->
                list(events.values().stream()
                        .filter(event -> event.getLong("end_time") > number(request, "from")
                                && event.getLong("start_time") < number(request, "to"))
                        .toList());
            case "get-event" -> events.containsKey(id) ? one(events.get(id)) : ABSENT;
            case "create-event" -> one(events.get(put(fromBody(body))));
            case "edit-event" -> edit(id, fromBody(body));
            case "delete-event" -> delete(request, id);
            case "answer-event" -> status(request, id);
            case "upload-attachments" ->
                new Answer(
                        200,
                        new JsonObject()
                                .put(
                                        "attachments",
                                        new JsonArray()
                                                .add(new JsonObject().put("fileId", "9" + uploads.incrementAndGet())))
                                .encode());
            default -> ABSENT;
        };
    }

    private Answer edit(String id, JsonObject sent) {
        if (!events.containsKey(id)) {
            return ABSENT;
        }
        var tag = sent.remove("edit_tag");
        if (tag != null && !tag.equals(events.get(id).getString("edit_tag"))) {
            return new Answer(412, "{\"message\":\"No.\",\"code\":\"stale\"}");
        }
        change(id, sent);
        return one(events.get(id));
    }

    private Answer delete(HttpServerRequest request, String id) {
        if (!events.containsKey(id)) {
            return ABSENT;
        }
        if (!request.getParam("edit_tag").equals(events.get(id).getString("edit_tag"))) {
            return new Answer(412, "{\"message\":\"No.\",\"code\":\"stale\"}");
        }
        events.remove(id);
        return new Answer(204, "");
    }

    private Answer status(HttpServerRequest request, String id) {
        if (!events.containsKey(id)) {
            return ABSENT;
        }
        var path = request.path();
        var status = path.substring(path.lastIndexOf('/') + 1);
        var attendees = new JsonArray();
        for (var each : events.get(id).getJsonArray("attendees")) {
            attendees.add(((JsonObject) each).copy().put("status", status));
        }
        change(id, new JsonObject().put("attendees", attendees));
        var data = new JsonObject().put("uid", id).put("etag", events.get(id).getString("edit_tag"));
        return new Answer(200, new JsonObject().put("data", data).encode());
    }

    private static JsonObject fromBody(Buffer body) {
        var sent = body.toJsonObject();
        var attendees = new JsonArray();
        for (var each : sent.getJsonArray("attendees", new JsonArray())) {
            var given = each instanceof JsonObject object ? object : new JsonObject().put("email", each);
            attendees.add(new JsonObject()
                    .put("status", given.getString("status", "yet_to_respond"))
                    .put("name", given.getString("email"))
                    .put("email", given.getString("email")));
        }
        if (sent.containsKey("attendees")) {
            sent.put("attendees", attendees);
        }
        // Cliq takes reminders and attachments and shows neither.
        sent.remove("reminders");
        var files = sent.remove("attachment_ids");
        return files == null ? sent : sent.put("files_for_the_test", files);
    }

    private Answer list(List<JsonObject> items) {
        if (!groups) {
            return new Answer(
                    200,
                    new JsonObject()
                            .put("data", new JsonArray(new ArrayList<>(items)))
                            .encode());
        }
        var array = new JsonArray();
        items.forEach(item -> array.add(new JsonObject().put("data", new JsonArray().add(item))));
        return new Answer(200, array.encode());
    }

    private static Answer one(JsonObject event) {
        return new Answer(
                200, new JsonObject().put("data", new JsonArray().add(event)).encode());
    }

    private static String id(HttpServerRequest request) {
        var parts = request.path().split("/");
        return parts.length > 4 ? java.net.URLDecoder.decode(parts[4], java.nio.charset.StandardCharsets.UTF_8) : "";
    }

    private static long number(HttpServerRequest request, String name) {
        return Long.parseLong(request.getParam(name));
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}

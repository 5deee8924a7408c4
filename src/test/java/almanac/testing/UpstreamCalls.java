package almanac.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// What an [UpstreamStub] does for each call of the contract, and what it answers then.
final class UpstreamCalls {
    private static final Answer ABSENT = new Answer(404, "{\"message\":\"No.\",\"code\":\"resource_not_found\"}");
    private static final Answer STALE = new Answer(412, "{\"message\":\"No.\",\"code\":\"stale\"}");

    private final UpstreamContents contents;
    private final AtomicInteger uploads = new AtomicInteger(5000);
    private final List<Object> nonsense = new CopyOnWriteArrayList<>();
    private final UpstreamSeries series;
    private volatile boolean groups;
    private volatile boolean repeats;
    private volatile JsonObject maker = UpstreamStub.OWNER;

    UpstreamCalls(UpstreamContents contents) {
        this.contents = contents;
        this.series = new UpstreamSeries(contents);
    }

    /// Takes recurrence, as another Almanac does.
    void repeat() {
        repeats = true;
    }

    record Answer(int status, String body) {}

    /// Sends lists as an array of groups.
    void sendGroups() {
        groups = true;
    }

    /// Says who makes what is made by a call.
    void belongTo(JsonObject person) {
        maker = person;
    }

    /// Tells items that are no events among the events, each as it is given.
    void tellAmongEvents(List<?> items) {
        nonsense.clear();
        nonsense.addAll(items);
    }

    /// The call that a request makes.
    static String call(HttpServerRequest request) {
        var path = request.path();
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
        return switch (request.method().name()) {
            case "POST" -> "create-event";
            case "PUT" -> "edit-event";
            case "DELETE" -> "delete-event";
            default -> path.endsWith("/events") ? "list-events" : "get-event";
        };
    }

    Answer act(HttpServerRequest request, String call, Buffer body) {
        var id = id(request);
        return switch (call) {
            case "list-calendars" -> list(contents.calendars());
            case "list-events" -> list(told(events(number(request, "from"), number(request, "to"))));
            case "get-event" ->
                request.path().endsWith("/quota")
                        ? quota()
                        : get(UpstreamContents.key(id, request.getParam("recurrence_id")));
            case "create-event" -> create(fromBody(body).put("creator", maker));
            case "edit-event" -> edit(id, fromBody(body));
            case "delete-event" -> delete(request, id);
            case "answer-event" -> status(request, UpstreamContents.key(id, request.getParam("recurrence_id")));
            case "upload-attachments" -> upload();
            default -> ABSENT;
        };
    }

    private List<?> told(List<JsonObject> events) {
        var told = new ArrayList<Object>(nonsense);
        told.addAll(events);
        return told;
    }

    private List<JsonObject> events(long from, long to) {
        return contents.events().stream()
                .filter(event -> event.getLong("end_time") > from && event.getLong("start_time") < to)
                .toList();
    }

    private Answer quota() {
        return repeats ? new Answer(200, "{\"data\":[{\"call\":\"list-occurrences\"}]}") : ABSENT;
    }

    private Answer create(JsonObject sent) {
        return sent.containsKey("recurrence_rule") ? one(series.make(sent)) : one(contents.put(sent));
    }

    private Answer get(String key) {
        var head = series.head(key);
        return contents.event(key) != null ? one(key) : head != null ? one(head) : ABSENT;
    }

    private Answer edit(String event, JsonObject sent) {
        var id = UpstreamContents.key(event, (String) sent.remove("recurrence_id"));
        return "all".equals(sent.remove("recurrence_edittype")) ? editAll(event, id, sent) : editOne(id, sent);
    }

    private Answer editAll(String id, String named, JsonObject sent) {
        if (!contents.event(named).getString("edit_tag").equals(sent.getString("edit_tag"))) {
            return STALE;
        }
        series.rename(id, sent.getString("title"));
        return one(series.head(id));
    }

    private Answer editOne(String id, JsonObject sent) {
        var event = contents.event(id);
        if (event == null) {
            return ABSENT;
        }
        var tag = sent.remove("edit_tag");
        if (tag != null && !tag.equals(event.getString("edit_tag"))) {
            return STALE;
        }
        contents.change(id, sent);
        return one(id);
    }

    private Answer delete(HttpServerRequest request, String series) {
        var id = UpstreamContents.key(series, request.getParam("recurrence_id"));
        var tag = request.getParam("edit_tag");
        var event = contents.event(id);
        if (event == null) {
            return ABSENT;
        }
        if (!tag.equals(event.getString("edit_tag"))) {
            return STALE;
        }
        if ("all".equals(request.getParam("recurrence_edittype"))) {
            this.series.remove(series);
        }
        contents.remove(id);
        return new Answer(204, "");
    }

    private Answer status(HttpServerRequest request, String id) {
        var event = contents.event(id);
        if (event == null) {
            return ABSENT;
        }
        var path = request.path();
        var status = path.substring(path.lastIndexOf('/') + 1);
        var attendees = new JsonArray();
        for (var each : event.getJsonArray("attendees")) {
            attendees.add(((JsonObject) each).copy().put("status", status));
        }
        contents.change(id, new JsonObject().put("attendees", attendees));
        var tag = contents.event(id).getString("edit_tag");
        var data = new JsonObject().put("uid", id).put("etag", tag);
        return new Answer(200, new JsonObject().put("data", data).encode());
    }

    private Answer upload() {
        var file = new JsonObject().put("fileId", "9" + uploads.incrementAndGet());
        var answer = new JsonObject().put("attachments", new JsonArray().add(file));
        return new Answer(200, answer.encode());
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

    private Answer list(List<?> items) {
        if (!groups) {
            var data = new JsonArray(new ArrayList<>(items));
            return new Answer(200, new JsonObject().put("data", data).encode());
        }
        var array = new JsonArray();
        items.forEach(item -> array.add(new JsonObject().put("data", new JsonArray().add(item))));
        return new Answer(200, array.encode());
    }

    private Answer one(String id) {
        return one(contents.event(id));
    }

    private static Answer one(JsonObject event) {
        var data = new JsonArray().add(event);
        return new Answer(200, new JsonObject().put("data", data).encode());
    }

    private static String id(HttpServerRequest request) {
        var parts = request.path().split("/");
        return parts.length > 4 ? URLDecoder.decode(parts[4], StandardCharsets.UTF_8) : "";
    }

    private static long number(HttpServerRequest request, String name) {
        return Long.parseLong(request.getParam(name));
    }
}

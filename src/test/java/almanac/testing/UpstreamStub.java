package almanac.testing;

import io.vertx.core.json.JsonObject;
import java.util.List;

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

    private final UpstreamContents contents = new UpstreamContents();
    private final UpstreamCalls calls = new UpstreamCalls(contents);
    private final UpstreamServer server = new UpstreamServer(calls);

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
        /// 200 and an object without anything in it.
        NO_LIST,
        /// 302 to somewhere.
        REDIRECT
    }

    private UpstreamStub() {
        contents.calendars().add(calendar(NUMBER, CALENDAR, "Work").put("isdefault", true));
    }

    /// Starts one with one calendar and no events.
    public static UpstreamStub start() {
        return new UpstreamStub();
    }

    /// Where it answers.
    public String url() {
        return server.url();
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
        return contents.calendars();
    }

    /// An event as it is there; null where there is none.
    public JsonObject event(String id) {
        return contents.event(id);
    }

    /// Every event there.
    public List<JsonObject> events() {
        return contents.events();
    }

    /// Makes an event behind the mirror's back; answers its id.
    public String add(String title, long start, long end) {
        return put(new JsonObject().put("title", title).put("start_time", start).put("end_time", end));
    }

    /// Makes an event of what is given and defaults; answers its id.
    public String put(JsonObject given) {
        return contents.put(given);
    }

    /// Changes an event behind the mirror's back.
    public void change(String id, JsonObject fields) {
        contents.change(id, fields);
    }

    /// Changes an event and keeps its tag, as a careless service does.
    public void changeUnderTag(String id, JsonObject fields) {
        contents.changeUnderTag(id, fields);
    }

    /// Removes an event behind the mirror's back.
    public void remove(String id) {
        contents.remove(id);
    }

    // --- how it behaves

    /// Misbehaves with the next requests of a call, once for each fault.
    public void fail(String call, Fault... next) {
        server.fail(call, next);
    }

    /// Misbehaves no more.
    public void calm() {
        server.calm();
    }

    /// Says whose account it is: who makes what is made by a call.
    public void belongTo(String email) {
        calls.belongTo(OWNER.copy().put("email", email));
    }

    /// Tells items that are no events among the events, each as it is given; of maps and lists, JSON is made.
    public void tellAmongEvents(List<?> items) {
        calls.tellAmongEvents(items);
    }

    /// Takes recurrence, as another Almanac does.
    public void repeat() {
        calls.repeat();
    }

    /// Sends lists as an array of groups, as Cliq does.
    public void sendGroups() {
        calls.sendGroups();
    }

    /// Accepts no connection's request until told otherwise.
    public void away(boolean isAway) {
        server.away(isAway);
    }

    /// Accepts no token but the next one it gives out.
    public void expireToken() {
        server.expireToken();
    }

    /// How often a token was refreshed or expired.
    public int refreshed() {
        return server.refreshed();
    }

    /// How many requests of a call have come.
    public int received(String call) {
        return (int) server.received().stream().filter(call::equals).count();
    }

    /// How many requests have come.
    public int received() {
        return server.received().size();
    }

    @Override
    public void close() {
        server.close();
    }
}

package almanac.testing;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the tests do with the service over HTTP: they make accounts, and speak as them.
public final class Api {
    /// The administrator's token of the tests.
    public static final String ADMIN_TOKEN = "test-admin-token";

    /// Every scope that the contract names.
    public static final List<String> ALL_SCOPES = List.of(
            "ZohoCliq.CalendarEvents.ALL",
            "ZohoCalendar.calendar.ALL",
            "ZohoCalendar.event.ALL",
            "ZohoCalendar.search.READ",
            "ZohoCalendar.freebusy.READ");

    /// Monday, 2 March 2026, 10:00 UTC: an hour after the test clock's start.
    public static final long TEN = 1_772_445_600_000L;

    /// A minute in ms.
    public static final long MINUTE = 60_000;

    /// A day in ms.
    public static final long DAY = 24 * 60 * MINUTE;

    private static final AtomicInteger COUNTER = new AtomicInteger();

    /// As often a shared account is given out: twice that many requests of a test are within the quota.
    private static final int SHARED_BY = 9;

    private static int shares;
    private static User shared;

    private Api() {}

    /// An account with a token for everything.
    ///
    /// @param zuid its id
    /// @param email its address, lower case
    /// @param name its name
    /// @param token opens every call
    /// @param calendarId the `calendar_id` of its default calendar
    /// @param calendarNumber the `id` of its default calendar
    public record User(String zuid, String email, String name, String token, String calendarId, String calendarNumber) {
        /// A request as this account.
        public RequestSpecification call() {
            return as(token);
        }

        /// A request as this account, with a JSON body.
        public RequestSpecification send(Object body) {
            return call().contentType(ContentType.JSON).body(body);
        }
    }

    /// A new account that nobody else knows of.
    public static User user() {
        var number = COUNTER.incrementAndGet() + "-" + Long.toHexString(System.nanoTime());
        return user("user" + number + "@example.com", "User " + number);
    }

    /// An account for a test that makes at most two requests of each call and leaves nothing behind: it
    /// may have been used before.
    public static synchronized User someone() {
        if (shares++ % SHARED_BY == 0) {
            shared = user();
        }
        return shared;
    }

    /// A new account with a given address and name.
    public static User user(String email, String name) {
        var made = admin().body(Map.of("email", email, "name", name, "timezone", "Europe/Berlin"))
                .post("/admin/accounts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var zuid = made.getString("data.zuid");
        return new User(
                zuid,
                email,
                name,
                token(zuid, ALL_SCOPES),
                made.getString("data.calendar.calendar_id"),
                made.getString("data.calendar.id"));
    }

    /// A token of an account with just these scopes.
    public static String token(String zuid, List<String> scopes) {
        return admin().body(Map.of("scopes", scopes))
                .post("/admin/accounts/{zuid}/tokens", zuid)
                .then()
                .statusCode(200)
                .extract()
                .path("data.access_token");
    }

    /// The answer to a request with a key, which is repeated while the service is too busy to serve it, as its
    /// answer says.
    public static Response served(Supplier<Response> request) {
        return Stream.generate(request)
                .filter(answer -> answer.statusCode() != 503)
                .findFirst()
                .orElseThrow();
    }

    /// Makes an event of the coming hours, at a service that may be busy or without its database for a while.
    ///
    /// @return its id
    public static String createSoon(User user, String title) {
        var key = UUID.randomUUID().toString();
        return served(() ->
                        user.send(soon(title)).header("Idempotency-Key", key).post("/api/v2/events"))
                .then()
                .statusCode(200)
                .extract()
                .path("data[0].id");
    }

    /// A request as the administrator.
    public static RequestSpecification admin() {
        return as(ADMIN_TOKEN).contentType(ContentType.JSON);
    }

    /// A request with a token.
    public static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    /// A valid new event of the coming hours, for a service that has the time of the machine.
    public static Map<String, Object> soon(String title) {
        var event = event(title);
        var start = System.currentTimeMillis() + 60 * MINUTE;
        event.put("start_time", start);
        event.put("end_time", start + 30 * MINUTE);
        return event;
    }

    /// The smallest event there can be: half an hour at [#TEN].
    public static Map<String, Object> event(String title) {
        var event = new LinkedHashMap<String, Object>();
        event.put("title", title);
        event.put("start_time", TEN);
        event.put("end_time", TEN + 30 * MINUTE);
        event.put("timezone", "Europe/Berlin");
        return event;
    }

    /// The smallest event with one more field, or with another value for one.
    public static Map<String, Object> event(String title, String field, Object value) {
        var event = event(title);
        event.put(field, value);
        return event;
    }

    /// Makes an event and answers it as JSON values.
    public static Map<String, Object> create(User user, Map<String, Object> event) {
        return user.call()
                .contentType(ContentType.JSON)
                .body(event)
                .post("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }

    /// An event as an account sees it, looked for in a calendar.
    public static Response read(User viewer, Object id, Object calendarId) {
        return viewer.call().get("/api/v2/events/{id}?calendar_id={calendar}", id, calendarId);
    }

    /// An event as it is now.
    public static Map<String, Object> read(User viewer, Map<String, Object> event) {
        return read(viewer, event.get("id"), event.get("calendar_id"))
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }

    /// Changes an event: the smallest one under its id, with these fields.
    public static Response edit(User user, Object id, Map<String, ?> fields) {
        var body = event("Edited");
        body.putAll(fields);
        return user.send(body).put("/api/v2/events/{id}", id);
    }

    /// Answers an invitation.
    public static Response answer(User user, Object id, String status) {
        return user.call().put("/api/v2/events/{id}/statuses/{status}", id, status);
    }

    /// Another calendar of an account, as JSON values.
    public static Map<String, Object> calendar(User owner, String name) {
        return owner.send(Map.of("name", name))
                .post("/api/v2/calendars")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }

    /// A calendar as an account sees it.
    public static Map<String, Object> calendarOf(User viewer, String number) {
        return viewer.call()
                .get("/api/v2/calendars?include_hidden_calendars=true")
                .then()
                .statusCode(200)
                .extract()
                .path("data.find { it.id == '" + number + "' }");
    }

    /// The `ctag` of an account's default calendar.
    public static long ctag(User owner) {
        return ((Number) calendarOf(owner, owner.calendarNumber()).get("ctag")).longValue();
    }

    /// Opens an account's default calendar to another.
    public static void share(User owner, User other, String privilege) {
        owner.send(Map.of("privilege", privilege))
                .put("/api/v2/calendars/{id}/shares/{email}", owner.calendarNumber(), other.email())
                .then()
                .statusCode(200);
    }

    /// Uploads a small file and answers its `fileId`.
    public static String upload(User user, String name, String content) {
        return user.call()
                .multiPart("files", name, content.getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v2/events/attachments")
                .then()
                .statusCode(200)
                .extract()
                .path("attachments[0].fileId");
    }
}

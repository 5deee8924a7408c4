package almanac.contract;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.OAuth;
import almanac.testing.OpenApiDocument.Call;
import almanac.testing.RawHttp;
import almanac.testing.Repeating;
import almanac.testing.ValidRequests;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Requests that any call, or one of them, refuses with a certain status.
final class Provocations {
    /// Makes a request to a call, and answers the status.
    interface Provocation {
        int status(Call call, User user);
    }

    private static final String EVENTS = "/api/v2/events";
    private static final String LONG = "x".repeat(10_000);
    private static final int MEGABYTE = 1 << 20;

    /// More than any quota of the tests admits.
    private static final int TOO_OFTEN = 40;

    /// By the status, for every call that declares it.
    static final Map<Integer, Provocation> OF_ALL = Map.ofEntries(
            Map.entry(400, (call, user) -> send(valid(call, user).queryParam("stranger", "x"), call)),
            Map.entry(401, (call, user) -> send(ValidRequests.anonymous(call), call)),
            Map.entry(403, Provocations::withoutScope),
            Map.entry(404, (call, user) -> send(valid(call, user), call)),
            Map.entry(406, (call, user) -> send(valid(call, user).accept("image/png"), call)),
            Map.entry(408, Provocations::tooSlow),
            Map.entry(409, Provocations::anotherRequestWithTheKey),
            Map.entry(412, (call, user) -> withEvent(call, user, "If-Match", "\"1\"")),
            Map.entry(413, Provocations::tooLarge),
            Map.entry(414, (call, user) -> raw(call, user, "?x=" + LONG)),
            Map.entry(415, (call, user) -> ofText(call, user)),
            Map.entry(429, Provocations::tooOften),
            Map.entry(431, (call, user) -> raw(call, user, "", "X-Long: " + LONG.repeat(10))));

    /// By the name of the call and the status, where that call has reasons of its own.
    static final Map<String, Provocation> OF_ONE = Map.ofEntries(
            Map.entry(
                    "createEvent 404",
                    (call, user) -> status(
                            user.send(Api.event("Tea", "calendar_id", hidden())).post(EVENTS))),
            Map.entry(
                    "createFeedToken 404",
                    (call, user) -> status(
                            user.send(Map.of("calendar_ids", List.of(hidden()))).post(call.path()))),
            Map.entry("listChanges 404", (call, user) -> send(user.call().queryParam("calendar_id", hidden()), call)),
            Map.entry(
                    "answerEvent 412",
                    (call, user) -> status(user.call()
                            .header("If-Match", "\"1\"")
                            .put(call.path(), Successes.invitation(user), "accepted"))),
            Map.entry("deleteEvent 415", (call, user) -> send(user.send("{}").header("Content-Encoding", "br"), call)),
            Map.entry(
                    "getEvent 404",
                    (call, user) -> send(valid(call, user).queryParam("calendar_id", user.calendarId()), call)),
            Map.entry(
                    "deleteEvent 404",
                    (call, user) -> send(
                            valid(call, user)
                                    .queryParam("calendar_id", user.calendarId())
                                    .queryParam("edit_tag", 1),
                            call)),
            Map.entry(
                    "listOccurrences 404",
                    (call, user) -> send(valid(call, user).queryParam("calendar_id", user.calendarId()), call)),
            Map.entry(
                    "exportEvent 404",
                    (call, user) -> send(valid(call, user).queryParam("calendar_id", user.calendarId()), call)),
            Map.entry("editCalendar 409", Provocations::overlaps),
            Map.entry("editEvent 409", Provocations::taken),
            Map.entry("deleteEvent 409", Provocations::oneExclusionTooMany),
            Map.entry("getEvent 304", Provocations::unchanged),
            Map.entry(
                    "deleteCalendar 409",
                    (call, user) -> status(user.call().delete(call.path(), user.calendarNumber()))),
            Map.entry(
                    "readSubscription 304",
                    (call, user) -> status(
                            RestAssured.given().header("If-None-Match", "*").get(subscription(user)))),
            Map.entry("readSubscription 429", Provocations::readTooOften),
            Map.entry(
                    "showAnswer 410", (call, user) -> status(withoutEvent(user).get("/answer/{token}"))),
            Map.entry(
                    "giveAnswer 410", (call, user) -> status(withoutEvent(user).post("/answer/{token}/accepted"))),
            Map.entry(
                    "showAnswer 429",
                    (call, user) -> tooOften(withGuest(user), request -> request.get("/answer/{token}"))),
            Map.entry(
                    "giveAnswer 429",
                    (call, user) -> tooOften(withGuest(user), request -> request.post("/answer/{token}/accepted"))),
            Map.entry("authorize 303", (call, user) -> status(OAuth.ask(OAuth.asking(OAuth.client(), "scope", "x")))),
            Map.entry("approve 303", (call, user) -> status(OAuth.send(page(), "decision", "deny"))),
            Map.entry("approve 403", (call, user) -> status(OAuth.send(page(), "token", "x", "decision", "continue"))),
            Map.entry("approve 415", Provocations::encoded),
            Map.entry("issueToken 400", (call, user) -> status(OAuth.token(OAuth.client(), "grant_type", "x"))),
            Map.entry("issueToken 415", Provocations::encoded),
            Map.entry("issueToken 429", Provocations::refreshedTooOften),
            Map.entry("revokeToken 401", (call, user) -> send(valid(call, user).queryParam("token", "x"), call)),
            Map.entry("revokeToken 415", Provocations::encoded),
            Map.entry("createGrant 404", Provocations::grantOfNobody),
            Map.entry("putLink 409", Provocations::linkedElsewhere),
            Map.entry("downloadAttachment 206", (call, user) -> withFile(user, "Range", "bytes=0-1")),
            Map.entry("downloadAttachment 304", (call, user) -> withFile(user, "If-None-Match", "*")),
            Map.entry("downloadAttachment 416", (call, user) -> withFile(user, "Range", "bytes=100-")));

    private Provocations() {}

    /// The page on which a person approves.
    private static String page() {
        return OAuth.ask(OAuth.asking(OAuth.client())).asString();
    }

    private static int encoded(Call call, User user) {
        return send(user.send("{}").header("Content-Encoding", "br"), call);
    }

    private static int refreshedTooOften(Call call, User user) {
        var client = OAuth.client();
        var token = OAuth.refreshToken(user, client);
        return IntStream.range(0, 61)
                .map(_ -> status(OAuth.refresh(client, token)))
                .max()
                .orElseThrow();
    }

    private static int grantOfNobody(Call call, User user) {
        return status(Api.admin()
                .body(Map.of("client_id", OAuth.client().id(), "scopes", Api.ALL_SCOPES))
                .post("/admin/accounts/{zuid}/grants", "1"));
    }

    /// A calendar that is there, and that nobody but its owner sees.
    private static String hidden() {
        return Api.user().calendarId();
    }

    private static URI subscription(User user) {
        return URI.create(Successes.icsLink(user).path("data.url"));
    }

    /// A request with the link of a guest.
    private static RequestSpecification withGuest(User user) {
        return RestAssured.given().pathParam("token", Guests.token(user, Successes.newEventWithGuest(user)));
    }

    /// A request with the link of a guest whose event is gone.
    private static RequestSpecification withoutEvent(User user) {
        return RestAssured.given().pathParam("token", Guests.token(user, "gone@almanac"));
    }

    private static int tooOften(RequestSpecification request, Function<RequestSpecification, Response> send) {
        return IntStream.range(0, 61)
                .map(_ -> status(send.apply(request)))
                .max()
                .orElseThrow();
    }

    private static int readTooOften(Call call, User user) {
        var address = subscription(user);
        return IntStream.range(0, 61)
                .map(_ ->
                        status(RestAssured.given().header("If-None-Match", "*").get(address)))
                .max()
                .orElseThrow();
    }

    /// An exclusive calendar with two events that overlap.
    private static int overlaps(Call call, User user) {
        Api.create(user, Api.event("Tea"));
        Api.create(user, Api.event("Cake"));
        return status(user.send(Map.of("exclusive", true)).put(call.path(), user.calendarNumber()));
    }

    /// The time of another event of an exclusive calendar.
    private static int taken(Call call, User user) {
        var room = user.send(Map.of("name", "Room", "exclusive", true)).post("/api/v2/calendars");
        Api.create(user, Api.event("Tea", "calendar_id", room.path("data[0].calendar_id")));
        var cake = Api.create(user, Api.event("Cake"));
        return status(Api.edit(user, cake.get("id"), Map.of("calendar_id", room.path("data[0].calendar_id"))));
    }

    private static RequestSpecification valid(Call call, User user) {
        return ValidRequests.of(call, user);
    }

    private static int send(RequestSpecification request, Call call) {
        return status(request.request(call.method(), ValidRequests.path(call)));
    }

    private static int status(Response response) {
        return response.statusCode();
    }

    private static int withoutScope(Call call, User user) {
        var token = Api.token(user.zuid(), List.of("ZohoCalendar.search.READ"));
        return send(ValidRequests.of(call, token), call);
    }

    private static int ofText(Call call, User user) {
        return send(Api.as(token(call, user)).contentType("text/plain").body("x"), call);
    }

    private static int anotherRequestWithTheKey(Call call, User user) {
        var path = ValidRequests.path(call).replace("4711", user.zuid());
        var key = UUID.randomUUID().toString();
        var first = keyed(call, user, key, "First");
        first.request(call.method(), path).then().statusCode(200);
        return status(keyed(call, user, key, "Second").request(call.method(), path));
    }

    private static RequestSpecification keyed(Call call, User user, String key, String name) {
        var request = Api.as(token(call, user)).header("Idempotency-Key", key);
        return switch (call.id()) {
            case "uploadAttachments" -> request.multiPart("files", name, RawHttp.bytes(name), "text/plain");
            case "createEvent" -> request.contentType("application/json").body(Api.event(name));
            case "createAccount" ->
                request.contentType("application/json")
                        .body(Map.of("email", key + "@example.com", "name", name, "timezone", "Europe/Berlin"));
            case "createToken" ->
                request.contentType("application/json")
                        .body(Map.of("scopes", List.of("ZohoCliq.CalendarEvents.ALL"), "label", name));
            default -> request.contentType("application/json").body(Map.of("name", name));
        };
    }

    private static int withEvent(Call call, User user, String header, String value) {
        var event = Api.create(user, Api.event("Tea"));
        var path = ValidRequests.path(call).replace("4711", String.valueOf(event.get("id")));
        var request = valid(call, user).header(header, value);
        if (call.parameters("query").contains("calendar_id")) {
            request.queryParam("calendar_id", event.get("calendar_id"));
        }
        if (call.parameters("query").contains("edit_tag")) {
            request.queryParam("edit_tag", event.get("edit_tag"));
        }
        return status(request.request(call.method(), path));
    }

    private static int unchanged(Call call, User user) {
        return withEvent(call, user, "If-None-Match", "*");
    }

    private static int oneExclusionTooMany(Call call, User user) {
        var excluded = LongStream.rangeClosed(1, 1_000)
                .mapToObj(day -> Repeating.id(Api.TEN + day * Api.DAY))
                .toList();
        var event = Api.event("Tea", "recurrence_rule", "FREQ=DAILY");
        event.put("timezone", "UTC");
        event.put("exdates", excluded);
        return status(Repeating.delete(user, Api.create(user, event), Repeating.id(Api.TEN), null));
    }

    private static int withFile(User user, String header, String value) {
        var file = Api.upload(user, "cake.txt", "cake");
        return status(user.call().header(header, value).get(EVENTS + "/attachments/{file}", file));
    }

    private static int linkedElsewhere(Call call, User user) {
        link(user, "https://cliq.example").then().statusCode(200);
        return status(link(user, "https://accounts.example"));
    }

    private static Response link(User user, String service) {
        return Api.admin()
                .body(Map.of("base_url", service, "access_token", "secret"))
                .put("/admin/accounts/{zuid}/upstream", user.zuid());
    }

    private static int tooLarge(Call call, User user) {
        var size = switch (call.id()) {
            case "uploadAttachments" -> 513L * MEGABYTE;
            case "importEvents" -> 6L * MEGABYTE;
            default -> 2L * MEGABYTE;
        };
        return raw(call, user, "", "Content-Type: " + type(call), "Content-Length: " + size);
    }

    private static String type(Call call) {
        return switch (call.id()) {
            case "uploadAttachments" -> "multipart/form-data; boundary=b";
            case "importEvents" -> "text/calendar";
            default -> "application/json";
        };
    }

    private static int tooSlow(Call call, User user) {
        return raw(call, user, "", "Content-Type: " + type(call), "Content-Length: 10");
    }

    private static int tooOften(Call call, User user) {
        var status = 0;
        for (var sent = 0; sent < TOO_OFTEN && status != 429; sent++) {
            status = send(valid(call, user), call);
        }
        return status;
    }

    private static int raw(Call call, User user, String query, String... headers) {
        var all = new String[headers.length + 1];
        all[0] = "Authorization: Bearer " + token(call, user);
        System.arraycopy(headers, 0, all, 1, headers.length);
        return RawHttp.send(call.method() + " " + ValidRequests.path(call) + query, all)
                .status();
    }

    private static String token(Call call, User user) {
        return call.isOfAdministrator() ? Api.ADMIN_TOKEN : user.token();
    }
}

package almanac.contract;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.OAuth;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// A request to each call that is carried out, and what has to be there for it.
final class Successes {
    /// Makes a request as an account, and answers what came.
    interface Success {
        Response of(User user);
    }

    private static final String CALENDARS = "/api/v2/calendars";
    private static final String CALENDAR = CALENDARS + "/{id}";
    private static final String SHARE = CALENDAR + "/shares/{email}";
    private static final String EVENTS = "/api/v2/events";
    private static final String EVENT = EVENTS + "/{id}";
    private static final String ICS_LINKS = CALENDAR + "/ics_links";
    private static final String FREE_BUSY = "/api/v2/freebusy";
    private static final String TOKENS = "/api/v2/feed_tokens";
    private static final String ACCOUNTS = "/admin/accounts";
    private static final String CLIENTS = "/admin/clients";
    private static final String GRANTS = ACCOUNTS + "/{zuid}/grants";
    private static final String LINK = ACCOUNTS + "/{zuid}/upstream";

    /// By the name of the call.
    static final Map<String, Success> ALL = Map.ofEntries(
            Map.entry("listCalendars", user -> user.call().get(CALENDARS)),
            Map.entry(
                    "createCalendar", user -> user.send(Map.of("name", "Team")).post(CALENDARS)),
            Map.entry("editCalendar", user -> user.send(Map.of("name", "Team")).put(CALENDAR, user.calendarNumber())),
            Map.entry(
                    "deleteCalendar",
                    user -> user.call()
                            .delete(CALENDAR, Api.calendar(user, "Team").get("id"))),
            Map.entry("importEvents", Successes::importEvents),
            Map.entry("exportCalendar", user -> user.call().get(CALENDAR + "/export", user.calendarNumber())),
            Map.entry("exportEvent", Successes::exportEvent),
            Map.entry("shareCalendar", Successes::share),
            Map.entry("unshareCalendar", Successes::unshare),
            Map.entry("createIcsLink", Successes::icsLink),
            Map.entry("listIcsLinks", user -> user.call().get(ICS_LINKS, user.calendarNumber())),
            Map.entry("deleteIcsLink", Successes::deleteIcsLink),
            Map.entry(
                    "readSubscription",
                    user -> RestAssured.given().get(URI.create(icsLink(user).path("data.url")))),
            Map.entry(
                    "getCalendarFreeBusy",
                    user -> user.call()
                            .queryParams(
                                    "uemail", user.email(), "sdate", "20260302T000000", "edate", "20260303T000000Z")
                            .get(CALENDARS + "/freebusy")),
            Map.entry(
                    "getFreeBusy",
                    user -> user.call().queryParam("email", user.email()).get(FREE_BUSY)),
            Map.entry(
                    "findFreeBusy",
                    user -> user.send(Map.of("from", Api.TEN, "to", Api.TEN + Api.DAY, "emails", List.of(user.email())))
                            .post(FREE_BUSY)),
            Map.entry("listEvents", user -> user.call().get(EVENTS)),
            Map.entry("createEvent", user -> user.send(Api.event("Tea")).post(EVENTS)),
            Map.entry("getEvent", Successes::getEvent),
            Map.entry("editEvent", user -> Api.edit(user, newEvent(user).get("id"), Map.of())),
            Map.entry("deleteEvent", Successes::deleteEvent),
            Map.entry("listOccurrences", Successes::listOccurrences),
            Map.entry("answerEvent", user -> Api.answer(user, invitation(user), "accepted")),
            Map.entry(
                    "uploadAttachments",
                    user -> user.call()
                            .multiPart("files", "cake.txt", new byte[] {'c'}, "text/plain")
                            .post(EVENTS + "/attachments")),
            Map.entry(
                    "downloadAttachment",
                    user -> user.call().get(EVENTS + "/attachments/{id}", Api.upload(user, "cake.txt", "cake"))),
            Map.entry("listChanges", user -> user.call().get("/api/v2/changes")),
            Map.entry("createFeedToken", user -> user.send(Map.of()).post(TOKENS)),
            Map.entry("deleteFeedToken", Successes::deleteFeedToken),
            Map.entry("getQuota", user -> user.call().get("/api/v2/quota")),
            Map.entry("createAccount", Successes::createAccount),
            Map.entry("listAccounts", user -> Api.admin().get(ACCOUNTS)),
            Map.entry("createToken", Successes::createToken),
            Map.entry("listMails", user -> Api.admin().get("/admin/mails")),
            Map.entry("retryMail", user -> Api.admin().post("/admin/mails/{id}/retry", Guests.failedMail(user))),
            Map.entry(
                    "showAnswer",
                    user -> RestAssured.given().get("/answer/{token}", Guests.token(user, newEventWithGuest(user)))),
            Map.entry(
                    "giveAnswer",
                    user -> RestAssured.given()
                            .post("/answer/{token}/declined", Guests.token(user, newEventWithGuest(user)))),
            Map.entry("createClient", user -> clients().post(CLIENTS)),
            Map.entry("listClients", user -> Api.admin().get(CLIENTS)),
            Map.entry(
                    "getClient",
                    user -> Api.admin()
                            .get(CLIENTS + "/{client}", OAuth.client().id())),
            Map.entry(
                    "deleteClient",
                    user -> Api.admin()
                            .delete(CLIENTS + "/{client}", OAuth.client().id())),
            Map.entry("createGrant", Successes::createGrant),
            Map.entry("listGrants", user -> Api.admin().get(GRANTS, user.zuid())),
            Map.entry(
                    "deleteGrant",
                    user -> Api.admin()
                            .delete(
                                    GRANTS + "/{id}",
                                    user.zuid(),
                                    createGrant(user).<String>path("data.id"))),
            Map.entry("authorize", user -> OAuth.ask(OAuth.asking(OAuth.client()))),
            Map.entry("approve", Successes::approve),
            Map.entry("issueToken", Successes::refresh),
            Map.entry(
                    "revokeToken",
                    user -> OAuth.form(Map.of("token", "unknown")).post("/oauth/v2/token/revoke")),
            Map.entry("getServerMetadata", user -> RestAssured.given().get("/.well-known/oauth-authorization-server")),
            Map.entry("getApiMetadata", user -> RestAssured.given().get("/.well-known/oauth-protected-resource")),
            Map.entry("listNodes", user -> Api.admin().get("/admin/nodes")),
            Map.entry("listTokens", user -> Api.admin().get(ACCOUNTS + "/{zuid}/tokens", user.zuid())),
            Map.entry(
                    "deleteToken",
                    user -> Api.admin()
                            .delete("/admin/tokens/{id}", createToken(user).<String>path("data.id"))),
            Map.entry("putLink", Successes::putLink),
            Map.entry("getLink", user -> linked(user, "GET")),
            Map.entry("deleteLink", user -> linked(user, "DELETE")));

    private Successes() {}

    private static Response share(User user) {
        return user.send(Map.of("privilege", "view"))
                .put(SHARE, user.calendarNumber(), Api.user().email());
    }

    private static Response unshare(User user) {
        var other = Api.user();
        Api.share(user, other, "view");
        return user.call().delete(SHARE, user.calendarNumber(), other.email());
    }

    /// Makes a link to the default calendar of an account.
    static Response icsLink(User user) {
        return user.send(Map.of()).post(ICS_LINKS, user.calendarNumber());
    }

    private static Response deleteIcsLink(User user) {
        return user.call()
                .delete(
                        ICS_LINKS + "/{link}",
                        user.calendarNumber(),
                        icsLink(user).<String>path("data.id"));
    }

    private static Map<String, Object> newEvent(User user) {
        return Api.create(user, Api.event("Tea"));
    }

    /// The id of a new event with the guest of [Guests].
    static Object newEventWithGuest(User user) {
        return Api.create(user, Api.event("Tea", "attendees", List.of(Guests.address(user))))
                .get("id");
    }

    private static Response getEvent(User user) {
        return Api.read(user, newEvent(user).get("id"), user.calendarId());
    }

    private static Response listOccurrences(User user) {
        return user.call()
                .queryParam("calendar_id", user.calendarId())
                .get(EVENT + "/occurrences", newEvent(user).get("id"));
    }

    private static Response importEvents(User user) {
        return user.call()
                .contentType("text/calendar")
                .body("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
                .post(CALENDAR + "/import", user.calendarNumber());
    }

    private static Response exportEvent(User user) {
        return user.call()
                .queryParam("calendar_id", user.calendarId())
                .get(EVENT + "/export", newEvent(user).get("id"));
    }

    private static Response deleteEvent(User user) {
        var event = newEvent(user);
        return user.call()
                .queryParam("calendar_id", user.calendarId())
                .queryParam("edit_tag", event.get("edit_tag"))
                .delete(EVENT, event.get("id"));
    }

    /// The id of an event that somebody else invites an account to.
    static Object invitation(User user) {
        return Api.create(Api.user(), Api.event("Tea", "attendees", List.of(user.email())))
                .get("id");
    }

    private static Response deleteFeedToken(User user) {
        var made = user.send(Map.of()).post(TOKENS);
        return user.call().delete(TOKENS + "/{id}", made.<String>path("data.id"));
    }

    private static Response createAccount(User user) {
        return Api.admin()
                .body(Map.of("email", "second-" + user.email(), "name", "Second", "timezone", "Europe/Berlin"))
                .post(ACCOUNTS);
    }

    private static Response createToken(User user) {
        return Api.admin()
                .body(Map.of("scopes", List.of("ZohoCliq.CalendarEvents.ALL")))
                .post(ACCOUNTS + "/{zuid}/tokens", user.zuid());
    }

    private static RequestSpecification clients() {
        return Api.admin().body(Map.of("name", "Board", "scopes", Api.ALL_SCOPES));
    }

    private static Response createGrant(User user) {
        return Api.admin()
                .body(Map.of("client_id", OAuth.client().id(), "scopes", Api.ALL_SCOPES))
                .post(GRANTS, user.zuid());
    }

    private static Response approve(User user) {
        var page = OAuth.ask(OAuth.asking(OAuth.client())).asString();
        return OAuth.send(page, "token", user.token(), "decision", "continue");
    }

    private static Response refresh(User user) {
        var client = OAuth.client();
        return OAuth.refresh(client, OAuth.refreshToken(user, client));
    }

    private static Response putLink(User user) {
        return Api.admin()
                .body(Map.of("base_url", "https://cliq.example", "access_token", "secret"))
                .put(LINK, user.zuid());
    }

    private static Response linked(User user, String method) {
        putLink(user).then().statusCode(200);
        return Api.admin().request(method, LINK, user.zuid());
    }
}

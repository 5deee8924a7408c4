package almanac.contract;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.OAuth;
import almanac.testing.OpenApiDocument;
import almanac.testing.OpenApiDocument.Call;
import almanac.testing.SseClient;
import almanac.testing.ValidRequests;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may call what: every call of the document by every kind of token. A new call without a row fails.
///
/// What a call names is not there, so that a caller who may call it is told something else than 401 and 403. Who may do
/// what with a calendar and an event is [RoleMatrixTest].
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class AccessMatrixTest {
    private static final OpenApiDocument DOCUMENT = OpenApiDocument.read();
    private static final Map<Character, String> SCOPES = Map.of(
            'C', "ZohoCliq.CalendarEvents.ALL",
            'K', "ZohoCalendar.calendar.ALL",
            'E', "ZohoCalendar.event.ALL",
            'F', "ZohoCalendar.freebusy.READ");

    /// By the name of the call: the scopes that it needs (`CKEF`, or `none`), `admin`, or `public`; and `feed` where a
    /// feed
    /// token opens a stream, `log` where it opens all.
    private static final Map<String, Row> ROWS =
            """
            listCalendars       C    feed
            createCalendar      C
            editCalendar        C
            deleteCalendar      C
            shareCalendar       C
            unshareCalendar     C
            getCalendarFreeBusy F
            getFreeBusy         F    feed
            findFreeBusy        F
            importEvents        CKE
            exportCalendar      CKE
            createIcsLink       CKE
            listIcsLinks        CKE
            deleteIcsLink       CKE
            listEvents          CKE  feed
            createEvent         CKE
            getEvent            CKE
            editEvent           CKE
            deleteEvent         CKE
            listOccurrences     CKE
            exportEvent         CKE
            answerEvent         CKE
            uploadAttachments   CKE
            downloadAttachment  CKE
            listChanges         CKE  log
            createFeedToken     C
            deleteFeedToken     C
            getQuota            none
            createAccount       admin
            listAccounts        admin
            listNodes           admin
            listMails           admin
            retryMail           admin
            createToken         admin
            listTokens          admin
            deleteToken         admin
            createClient        admin
            listClients         admin
            getClient           admin
            deleteClient        admin
            createGrant         admin
            listGrants          admin
            deleteGrant         admin
            putLink             admin
            getLink             admin
            deleteLink          admin
            showAnswer          public
            giveAnswer          public
            readSubscription    public
            authorize           public
            approve             public
            issueToken          client
            revokeToken         public
            getServerMetadata   public
            getApiMetadata      public
            """.lines().map(line -> line.split(" +")).collect(toMap(parts -> parts[0], Row::of));

    private final MovableClock clock;

    @TestHTTPResource("/")
    URI service;

    AccessMatrixTest(MovableClock clock) {
        this.clock = clock;
    }

    /// What opens a call.
    private record Row(String door, String feed) {
        static Row of(String[] parts) {
            return new Row(parts[1], parts.length > 2 ? parts[2] : "");
        }

        boolean isOfAccounts() {
            return door.equals("none") || door.chars().allMatch(letter -> SCOPES.containsKey((char) letter));
        }

        List<String> scopes() {
            return door.equals("none")
                    ? List.of()
                    : door.chars().mapToObj(letter -> SCOPES.get((char) letter)).toList();
        }
    }

    static Stream<Call> calls() {
        return DOCUMENT.calls();
    }

    static Stream<Call> callsOfAccounts() {
        return calls().filter(call ->
                ROWS.containsKey(call.id()) && ROWS.get(call.id()).isOfAccounts());
    }

    static Stream<Call> otherCalls() {
        return calls().filter(call ->
                ROWS.containsKey(call.id()) && !ROWS.get(call.id()).isOfAccounts());
    }

    @Test
    void everyCallHasARow() {
        assertEquals(calls().map(Call::id).collect(Collectors.toSet()), ROWS.keySet());
    }

    /// `in` for a caller who may call it, else the status.
    private static String told(RequestSpecification request, Call call) {
        var answer = request.redirects().follow(false).request(call.method(), ValidRequests.path(call));
        var status = answer.statusCode();
        return status == 401 || status == 403 ? Integer.toString(status) : "in";
    }

    private static String told(String token, Call call) {
        return told(ValidRequests.of(call, token), call);
    }

    private static String granted(User user, List<String> scopes) {
        var client = OAuth.client(Map.of("scopes", scopes));
        String refresh = Api.admin()
                .body(Map.of("client_id", client.id(), "scopes", scopes))
                .post("/admin/accounts/{zuid}/grants", user.zuid())
                .path("data.refresh_token");
        return OAuth.refresh(client, refresh).path("access_token");
    }

    @ParameterizedTest
    @MethodSource("callsOfAccounts")
    void anAccountsCallIsOpenedByItsScopes(Call call) {
        var user = Api.user();
        var needed = ROWS.get(call.id()).scopes();
        var least = needed.isEmpty() ? List.of("ZohoCalendar.search.READ") : needed;
        var told = new TreeMap<String, String>();
        told.put("just its scopes", told(Api.token(user.zuid(), least), call));
        told.put("a grant of just its scopes", told(granted(user, least), call));
        told.put("the administrator", told(Api.ADMIN_TOKEN, call));
        told.put("nobody", told(ValidRequests.anonymous(call), call));
        told.put("an unknown token", told("alm_unknown", call));
        told.put("an expired token", toldAfterItsEnd(user, call));
        told.put("a revoked token", told(revoked(user), call));
        told.put("an ended grant", told(ended(user), call));
        var expected = new TreeMap<>(Map.of(
                "just its scopes", "in",
                "a grant of just its scopes", "in",
                "the administrator", "401",
                "nobody", "401",
                "an unknown token", "401",
                "an expired token", "401",
                "a revoked token", "401",
                "an ended grant", "401"));
        for (var lacking : needed) {
            var others = new ArrayList<>(Api.ALL_SCOPES);
            others.remove(lacking);
            told.put("without " + lacking, told(Api.token(user.zuid(), others), call));
            told.put("a grant without " + lacking, told(granted(user, others), call));
            expected.put("without " + lacking, "403");
            expected.put("a grant without " + lacking, "403");
        }
        assertEquals(expected, told);
    }

    private String toldAfterItsEnd(User user, Call call) {
        String token = Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES, "expires_in", 60))
                .post("/admin/accounts/{zuid}/tokens", user.zuid())
                .path("data.access_token");
        clock.advance(Duration.ofMinutes(1));
        try {
            return told(token, call);
        } finally {
            clock.advance(Duration.ofMinutes(-1));
        }
    }

    private static String revoked(User user) {
        var issued = Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES))
                .post("/admin/accounts/{zuid}/tokens", user.zuid())
                .jsonPath();
        Api.as(issued.getString("data.access_token"))
                .get("/api/v2/quota")
                .then()
                .statusCode(200);
        Api.admin()
                .delete("/admin/tokens/{id}", issued.getString("data.id"))
                .then()
                .statusCode(204);
        return issued.getString("data.access_token");
    }

    private static String ended(User user) {
        var client = OAuth.client();
        String token = OAuth.refresh(client, OAuth.refreshToken(user, client)).path("access_token");
        Api.as(token).get("/api/v2/quota").then().statusCode(200);
        Api.admin().delete("/admin/clients/{client}", client.id()).then().statusCode(204);
        return token;
    }

    /// A call that does not know feed tokens finds neither a token nor a parameter that it knows.
    @ParameterizedTest
    @MethodSource("callsOfAccounts")
    void aFeedTokenOpensStreamsAlone(Call call) {
        var user = Api.user();
        var feed = ROWS.get(call.id()).feed();
        var json = feed.equals("log") ? "in" : "401";
        assertEquals(json, told(withFeedToken(call, user, Map.of()), call));
        assertEquals(json, told(withFeedToken(call, user, Map.of("calendar_ids", List.of(user.calendarId()))), call));
        assertEquals("401", told(ValidRequests.anonymous(call).queryParam("feed_token", "alm_feed_unknown"), call));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void aStreamIsOpenedByAFeedToken(Call call) {
        var user = Api.user();
        String token = user.send(Map.of()).post("/api/v2/feed_tokens").path("data.token");
        var query = call.id().equals("getFreeBusy") ? "email=" + user.email() + "&" : "";
        assertEquals(200, status(call, query + "feed_token=" + token));
        assertEquals(401, status(call, query + "feed_token=alm_feed_unknown"));
    }

    static Stream<Call> streams() {
        return callsOfAccounts().filter(call -> !ROWS.get(call.id()).feed().isEmpty());
    }

    private int status(Call call, String query) {
        try (var stream = SseClient.open(SseClient.request(service, ValidRequests.path(call) + "?" + query))) {
            return stream.status();
        }
    }

    private static RequestSpecification withFeedToken(Call call, User user, Map<String, ?> bound) {
        String token = user.send(bound).post("/api/v2/feed_tokens").path("data.token");
        return ValidRequests.anonymous(call).queryParam("feed_token", token);
    }

    @ParameterizedTest
    @MethodSource("otherCalls")
    void theOthersAreOfTheAdministratorOrOfAll(Call call) {
        var user = Api.user();
        var told = new TreeMap<String, String>();
        told.put("an account", told(user.token(), call));
        told.put("a grant", told(granted(user, Api.ALL_SCOPES), call));
        told.put("nobody", told(ValidRequests.anonymous(call), call));
        told.put("an unknown token", told("alm_unknown", call));
        told.put("the administrator", told(Api.ADMIN_TOKEN, call));
        var others = ROWS.get(call.id()).door().equals("public") ? "in" : "401";
        var administrator = ROWS.get(call.id()).door().equals("client") ? "401" : "in";
        assertEquals(
                new TreeMap<>(Map.of(
                        "an account", others,
                        "a grant", others,
                        "nobody", others,
                        "an unknown token", others,
                        "the administrator", administrator)),
                told);
    }
}

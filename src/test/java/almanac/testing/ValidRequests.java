package almanac.testing;

import static io.restassured.RestAssured.given;

import almanac.testing.Api.User;
import almanac.testing.OpenApiDocument.Call;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A request to any call of the document with all that it requires: nothing that is only about the request's form
/// stands against it. What its path names is not there.
public final class ValidRequests {
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");

    private static final Map<String, String> VARIABLES = Map.of(
            "id", "4711",
            "zuid", "4711",
            "fileId", "4711",
            "email", "nobody@example.com",
            "status", "accepted",
            "link", "4711",
            "file", "nothing.ics",
            "client", "nothing",
            "token", "nothing");

    private static final Map<String, Map<String, Object>> BODIES = Map.ofEntries(
            Map.entry("createCalendar", Map.of("name", "Team")),
            Map.entry("editCalendar", Map.of("name", "Team")),
            Map.entry("shareCalendar", Map.of("privilege", "view")),
            Map.entry(
                    "findFreeBusy",
                    Map.of("from", Api.TEN, "to", Api.TEN + Api.DAY, "emails", List.of("nobody@example.com"))),
            Map.entry("createEvent", Api.event("Tea")),
            Map.entry("editEvent", Api.event("Tea")),
            Map.entry("createFeedToken", Map.of()),
            Map.entry("createIcsLink", Map.of()),
            Map.entry(
                    "createAccount", Map.of("email", "lena@example.com", "name", "Lena", "timezone", "Europe/Berlin")),
            Map.entry("createClient", Map.of("name", "Board", "scopes", List.of("ZohoCliq.CalendarEvents.ALL"))),
            Map.entry("createGrant", Map.of("client_id", "nothing", "scopes", List.of("ZohoCliq.CalendarEvents.ALL"))),
            Map.entry("createToken", Map.of("scopes", List.of("ZohoCliq.CalendarEvents.ALL"))),
            Map.entry("putLink", Map.of("base_url", "https://cliq.example", "access_token", "secret")));

    private ValidRequests() {}

    /// A request as somebody who may make it, with a body where the call has one.
    public static RequestSpecification of(Call call, User user) {
        return of(call, call.isOfAdministrator() ? Api.ADMIN_TOKEN : user.token());
    }

    /// The same with another token.
    public static RequestSpecification of(Call call, String token) {
        return withBody(call, given().header("Authorization", "Bearer " + token));
    }

    /// The same without a token.
    public static RequestSpecification anonymous(Call call) {
        return withBody(call, given());
    }

    private static RequestSpecification withBody(Call call, RequestSpecification request) {
        if (call.id().equals("uploadAttachments")) {
            return request.multiPart("files", "cake.txt", new byte[] {'c'}, "text/plain");
        }
        if (call.id().equals("importEvents")) {
            return request.contentType("text/calendar").body("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
        }
        var body = BODIES.get(call.id());
        return body == null ? request : request.contentType(ContentType.JSON).body(body);
    }

    /// The path of a call, with something for each variable.
    public static String path(Call call) {
        return VARIABLE.matcher(call.path())
                .replaceAll(found -> Matcher.quoteReplacement(VARIABLES.get(found.group(1))));
    }
}

package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.QuietLog;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Query parameters that are unknown, doubled or malformed: 400 with the parameter's name.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@ExtendWith(QuietLog.class)
class BadQueryTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v2/calendars",
                "POST /api/v2/calendars",
                "PUT /api/v2/calendars/1",
                "DELETE /api/v2/calendars/1",
                "PUT /api/v2/calendars/1/shares/a@b",
                "DELETE /api/v2/calendars/1/shares/a@b",
                "GET /api/v2/events",
                "POST /api/v2/events",
                "GET /api/v2/events/x",
                "PUT /api/v2/events/x",
                "DELETE /api/v2/events/x",
                "PUT /api/v2/events/x/statuses/accepted",
                "GET /api/v2/events/attachments/1",
                "GET /api/v2/quota"
            })
    void refusesUnknownParameters(String call) {
        var parts = call.split(" ", 2);
        var body = call.contains("/events") ? Api.event("Tea") : java.util.Map.of();
        var request = Api.someone().call().queryParam("x", "1");
        if (parts[0].equals("POST") || parts[0].equals("PUT")) {
            request = request.contentType("application/json")
                    .body(call.contains("shares") ? java.util.Map.of("privilege", "view") : body);
        }
        Refusal.extra(request.request(parts[0], parts[1]), "x");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "from=abc|from",
                "from=|from",
                "from|from",
                "from=1.5|from",
                "from=1e3|from",
                "from=%201|from",
                "from=99999999999999999999|from",
                "from=253402300800000|from",
                "from=-62135596800001|from",
                "to=9404597318400000|to",
                "to=true|to",
                "from=1&from=2|from",
                "from=1&to=2&to=2|to",
                "from=1&to=1|to",
                "include_hidden_calendars=yes|include_hidden_calendars",
                "include_hidden_calendars=1|include_hidden_calendars",
                "include_hidden_calendars=|include_hidden_calendars",
                "include_hidden_calendar=x|include_hidden_calendar",
                "include_disabled_calendar=x|include_disabled_calendar",
                "ignore_declined_events=x|ignore_declined_events",
                "search=a&search=b|search",
                "search=%00|search",
                "search=a%00b|search",
                "limit=0|limit",
                "limit=1001|limit",
                "limit=x|limit",
                "page=x|page",
                "limit=5&page=2|page"
            },
            delimiter = '|')
    void refusesBadParametersOfAList(String query, String named) {
        Refusal.check(get("/api/v2/events?" + query), 400, named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X=1", "From=1", "limits=5&page=2", "%00=1", "=1", "from%00=1", "from[]=1"})
    void refusesUnknownParametersOfAList(String query) {
        var answer = get("/api/v2/events?" + query);
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals("extra_param_found", answer.path("code"));
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 256})
    void searchesForAtMostTwoHundredAndFiftyFiveCharacters(int length) {
        var answer =
                Api.someone().call().queryParam("search", "🍵".repeat(length)).get("/api/v2/events");
        if (length > 255) {
            Refusal.check(answer, 400, "search");
        } else {
            assertEquals(200, answer.statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "include_hidden_calendars=maybe|include_hidden_calendars",
                "include_hidden_calendars=true&include_hidden_calendars=true|include_hidden_calendars"
            },
            delimiter = '|')
    void refusesBadParametersOfTheCalendars(String query, String named) {
        Refusal.check(get("/api/v2/calendars?" + query), 400, named);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "calendar_id=x|calendar_id",
                "calendar_id=MTIz|calendar_id",
                "calendar_id=%00|calendar_id",
                "calendar_id=1&calendar_id=2|calendar_id",
                "calendar_id=1&recurrence_id=x|recurrence_id",
                "calendar_id=1&recurrence_id=2025021|recurrence_id",
                "calendar_id=1&recurrence_id=20250210T050000ZZ|recurrence_id"
            },
            delimiter = '|')
    void refusesBadParametersOfAnEvent(String query, String named) {
        var answer = get("/api/v2/events/x?" + query);
        assertEquals(400, answer.statusCode(), answer.asString());
        assertEquals(
                java.util.Set.of(named), java.util.Set.copyOf(answer.<java.util.List<String>>path("errors.field")));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "calendar_id=x&edit_tag=1|calendar_id",
                "calendar_id=1&edit_tag=x|edit_tag",
                "calendar_id=1&edit_tag=-1|edit_tag",
                "calendar_id=1&edit_tag=1.5|edit_tag",
                "calendar_id=1&edit_tag=1&edit_tag=1|edit_tag",
                "calendar_id=1&edit_tag=99999999999999999999|edit_tag",
                "edit_tag=1|calendar_id"
            },
            delimiter = '|')
    void refusesBadParametersOfADelete(String query, String named) {
        var answer = Api.someone().call().urlEncodingEnabled(false).delete("/api/v2/events/x?" + query);
        Refusal.check(answer, 400, named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=%zz", "from=%", "from=%1", "%zz=1", "search=%zz", "search=%"})
    void refusesWhatCannotBeDecoded(String query) {
        var answer = raw(query);
        assertEquals(400, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&", "from=1&&to=2"})
    void takesEmptyParametersForNone(String query) {
        assertEquals(200, raw(query).status());
    }

    private static RawHttp.Answer raw(String query) {
        return RawHttp.send(
                "GET /api/v2/events?" + query,
                "Authorization: Bearer " + Api.someone().token());
    }

    private static Response get(String pathAndQuery) {
        return Api.someone().call().urlEncodingEnabled(false).get(pathAndQuery);
    }
}

package almanac.mirror;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Mirrored calendars as files: they are given, and not taken.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FilesTest extends MirrorTest {
    private static final String FILE = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260302T100000Z\r\n"
            + "SUMMARY:Mine\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    @Test
    @DisplayName("6.1 a file is not imported into a mirrored calendar, not even dry, and nothing is sent there")
    void takesNoFile() {
        var theirs = there.add("Theirs", TEN, TEN + HOUR);
        link();
        for (var query : List.of("", "?dry_run=true")) {
            Refusal.check(
                    user.call()
                            .contentType("text/calendar")
                            .body(FILE)
                            .post("/api/v2/calendars/{id}/import" + query, UpstreamStub.NUMBER),
                    400,
                    "import_elsewhere",
                    new String[] {"id"});
        }
        poll();
        assertEquals(
                List.of(theirs), events().stream().map(event -> event.get("id")).toList());
    }

    @Test
    @DisplayName("6.1 and 6.5 it is exported, and can be subscribed to")
    void givesItself() {
        there.add("Theirs", TEN, TEN + HOUR);
        link();
        user.call()
                .get("/api/v2/calendars/{id}/export", UpstreamStub.NUMBER)
                .then()
                .statusCode(200)
                .body(containsString("SUMMARY:Theirs"));
        String url = user.send(Map.of())
                .post("/api/v2/calendars/{id}/ics_links", UpstreamStub.NUMBER)
                .then()
                .statusCode(200)
                .extract()
                .path("data.url");
        RestAssured.given()
                .get(url.substring(url.indexOf("/ics/")))
                .then()
                .statusCode(200)
                .body(containsString("SUMMARY:Theirs"));
    }
}

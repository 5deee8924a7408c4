package almanac.contract;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.RawHttp;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Header;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The port of health and metrics, which is for whoever runs the service and for nobody else.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ManagementTest {
    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void isUp(String path) {
        Management.call().get(path).then().statusCode(200).body("status", equalTo("UP"));
    }

    @Test
    void isReadyWhenTheDatabaseAnswers() {
        Management.call().get("/q/health/ready").then().body("checks.name", hasItem("database"));
    }

    @Test
    void measuresTheCallsByTheirTemplates() {
        var user = Api.user();
        var id = Api.create(user, Api.event("Tea")).get("id");
        Api.read(user, id, user.calendarId()).then().statusCode(200);
        Management.call()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("http_server_requests_seconds_count"))
                .body(containsString("uri=\"/api/v2/events/{id}\""))
                .body(not(containsString(id.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready", "/q/metrics"})
    void thePublicPortKnowsNothingOfIt(String path) {
        Refusal.check(given().get(path), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api/v2/events", "/admin/accounts", "/q/openapi", "/q/swagger-ui/", "/q/nowhere"})
    void nothingElseIsThere(String path) {
        refused(404, RawHttp.send(Management.port(), "GET " + path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/metrics", "/q/nowhere"})
    void everyAnswerTellsABrowserToBeCareful(String path) {
        OperationsTest.isCareful(Management.call().get(path).headers(), true);
    }

    @Test
    void noOtherOriginReadsIt() {
        var answer = Management.call().header("Origin", "https://example.com").get("/q/metrics");
        assertEquals(200, answer.statusCode());
        assertFalse(
                answer.headers().asList().stream()
                        .map(Header::getName)
                        .anyMatch(name -> name.equalsIgnoreCase("Access-Control-Allow-Origin")),
                answer.headers().toString());
    }

    @Test
    void aBodyIsNotKept() {
        Refusal.check(
                Management.call()
                        .multiPart("file", "notes.txt", new byte[2_000])
                        .post("/q/health"),
                413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /q/health/%zz", "GET /%zz"})
    void refusesAPathThatCannotBeRead(String line) {
        refused(400, RawHttp.send(Management.port(), line));
    }

    private static void refused(int status, RawHttp.Answer answer) {
        assertEquals(status, answer.status(), answer.toString());
        Refusal.checkBody(answer.header("content-type"), answer.body(), status);
        assertEquals("nosniff", answer.header("x-content-type-options"));
    }
}

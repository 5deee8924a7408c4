package almanac.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.DocumentedAnswers;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.OpenApiDocument;
import almanac.testing.RawHttp;
import almanac.testing.ResourceMethods;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Headers;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What whoever runs or explores the service looks at: OpenAPI and the page that tries it; health and metrics have a
/// test of their own.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OperationsTest {
    @Test
    void describesExactlyWhatIsServed() {
        assertEquals(ResourceMethods.byCall().keySet(), described(openApi()));
    }

    @Test
    void servesTheDocumentAsItIsWritten() throws Exception {
        var served = given().queryParam("format", "json").get("/q/openapi").asString();
        assertEquals(OpenApiDocument.read().root(), new ObjectMapper().readTree(served));
    }

    @Test
    void everyAnswerOfATestIsHeldAgainstTheDocument() {
        assertTrue(RestAssured.filters().stream().anyMatch(DocumentedAnswers.class::isInstance));
    }

    @Test
    void describesHowToAuthenticate() {
        var openApi = openApi();
        assertEquals("http", openApi.getString("components.securitySchemes.token.type"));
        assertEquals("bearer", openApi.getString("components.securitySchemes.token.scheme"));
        assertEquals(List.of(Map.of("token", List.of()), Map.of("zohoToken", List.of())), openApi.getList("security"));
        assertEquals("feed_token", openApi.getString("components.securitySchemes.feedToken.name"));
    }

    /// Answers of resources, of the router, of Quarkus, and refusals in front of all of them.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/page/main.js",
                "/api/v2/events",
                "/admin/accounts",
                "/nowhere",
                "/oauth/v2/auth",
                "/q/openapi",
                "/q/swagger-ui/"
            })
    void everyAnswerTellsABrowserToBeCareful(String path) {
        isCareful(given().get(path).headers(), !path.startsWith("/q/swagger-ui"));
    }

    @Test
    void aTargetThatIsNoneIsRefusedWithTheSameCare() {
        assertEquals("nosniff", RawHttp.send("GET /api/v2/%zz").header("x-content-type-options"));
    }

    @Test
    void letsPeopleTryItOut() {
        given().get("/q/swagger-ui/").then().statusCode(200).contentType("text/html");
    }

    /// Whether an answer says what every answer says to a browser.
    ///
    /// @param hasPolicy whether the policy of contents is among it: Swagger's page lives on inline scripts
    static void isCareful(Headers headers, boolean hasPolicy) {
        assertEquals(List.of("nosniff"), headers.getValues("X-Content-Type-Options"));
        assertEquals(List.of("no-referrer"), headers.getValues("Referrer-Policy"));
        assertEquals(List.of("DENY"), headers.getValues("X-Frame-Options"));
        var policies = headers.getValues("Content-Security-Policy");
        assertEquals(hasPolicy ? 1 : 0, policies.size());
        policies.forEach(policy -> assertTrue(policy.startsWith("default-src 'none'"), policy));
    }

    private static JsonPath openApi() {
        return given().queryParam("format", "json")
                .get("/q/openapi")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Set<String> described(JsonPath openApi) {
        var described = new TreeSet<String>();
        Map<String, Map<String, Object>> paths = openApi.getMap("paths");
        paths.forEach((path, operations) ->
                operations.keySet().forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return described;
    }
}

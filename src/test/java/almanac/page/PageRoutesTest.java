package almanac.page;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The document and the files of the page over HTTP, without a browser.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class PageRoutesTest {
    private static final Pattern NONCE = Pattern.compile("'nonce-([A-Za-z0-9+/=]+)'");
    private static final String POLICY = "Content-Security-Policy";

    @Test
    void servesTheDocumentWithAStrictPolicy() {
        given().get("/")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header(POLICY, containsString("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-"))
                .header(POLICY, not(containsString("unsafe")))
                .header(POLICY, containsString("frame-ancestors 'none'"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cache-Control", "no-store");
    }

    @Test
    void givesEachResponseANonceOfItsOwn() {
        var first = nonce();
        assertNotEquals(first, nonce());
        assertTrue(first.length() >= 22, first);
    }

    @Test
    void answersHeadLikeGet() {
        given().head("/").then().statusCode(200).header(POLICY, containsString("nonce-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/main.js", "/page/feed/feed.js"})
    void servesModulesThatAreAskedForAgainEachTime(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .contentType(containsString("javascript"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "no-cache");
    }

    @Test
    void servesTheLibraryThatTheDocumentNames() {
        var found = Pattern.compile("src=\"(/webjars/[^\"]+)\"")
                .matcher(given().get("/").asString());
        assertTrue(found.find());
        given().get(found.group(1)).then().statusCode(200).header("Cache-Control", containsString("immutable"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/", "/page/nothing.js", "/webjars/", "/index.html", "/page/index.html"})
    void answersAbsentForWhatIsNotThere(String path) {
        given().get(path).then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void takesNothingButReading() {
        given().post("/").then().statusCode(404).body("code", equalTo("not_found"));
    }

    @Test
    void leavesOtherPagesAlone() {
        given().get("/q/swagger-ui/").then().statusCode(200).header(POLICY, nullValue());
    }

    /// The document carries the nonce that its policy names.
    private static String nonce() {
        var answer = given().get("/");
        var found = NONCE.matcher(answer.header(POLICY));
        assertTrue(found.find());
        assertTrue(answer.asString().contains("content=\"" + found.group(1) + "\""));
        return found.group(1);
    }
}

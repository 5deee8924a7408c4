package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Parts of a file (RFC 9110, 14): 206 with the part that was asked for, or the whole file.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FileRangeTest {
    private static final String CONTENT = "0123456789";

    private Api.User user;
    private String id;

    @BeforeEach
    void upload() {
        user = Api.user();
        id = Api.upload(user, "digits.txt", CONTENT);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/10",
        "bytes=-3, 789, bytes 7-9/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=5-100, 56789, bytes 5-9/10"
    })
    void oneRangeIs206(String range, String content, String told) {
        var answer = get(Map.of("Range", range));
        assertEquals(206, answer.statusCode());
        assertEquals(content, answer.asString());
        assertEquals(told, answer.header("Content-Range"));
        assertEquals(String.valueOf(content.length()), answer.header("Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "items=0-1", "bytes=3-1", "bytes=x", "nonsense"})
    void anythingElseIsTheWholeFile(String range) {
        isWhole(get(Map.of("Range", range)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=100-200", "bytes=-0"})
    void aRangeBehindTheEndIs416(String range) {
        var answer = get(Map.of("Range", range));
        Refusal.check(answer, 416, "Range");
        assertEquals("bytes */10", answer.header("Content-Range"));
    }

    @Test
    void aRangeOfAnotherContentIsTheWholeFile() {
        var tag = get(Map.of()).header("ETag");
        assertEquals(206, get(Map.of("Range", "bytes=0-3", "If-Range", tag)).statusCode());
        isWhole(get(Map.of("Range", "bytes=0-3", "If-Range", "\"another\"")));
        isWhole(get(Map.of("Range", "bytes=0-3", "If-Range", "W/" + tag)));
        isWhole(get(Map.of("Range", "bytes=0-3", "If-Range", "Wed, 21 Oct 2015 07:28:00 GMT")));
    }

    @Test
    void saysThatPartsCanBeHad() {
        var whole = get(Map.of());
        isWhole(whole);
        assertEquals("bytes", whole.header("Accept-Ranges"));
    }

    @Test
    void sendsNoContentThatTheClientHas() {
        var tag = get(Map.of()).header("ETag");
        for (var header : List.of(tag, "W/" + tag, "\"a\", " + tag, "*")) {
            var answer = get(Map.of("If-None-Match", header));
            assertEquals(304, answer.statusCode());
            assertEquals(tag, answer.header("ETag"));
            assertEquals("", answer.asString());
        }
        isWhole(get(Map.of("If-None-Match", "\"another\"")));
    }

    @Test
    void aHeadIsThatOfTheWholeFile() {
        var head = user.call().header("Range", "bytes=0-3").head("/api/v2/events/attachments/{id}", id);
        assertEquals(200, head.statusCode());
        assertEquals(String.valueOf(CONTENT.length()), head.header("Content-Length"));
        assertEquals(get(Map.of()).header("ETag"), head.header("ETag"));
        assertEquals("", head.asString());
    }

    private void isWhole(Response answer) {
        assertEquals(200, answer.statusCode());
        assertEquals(CONTENT, answer.asString());
        assertNull(answer.header("Content-Range"));
    }

    private Response get(Map<String, String> headers) {
        return user.call().headers(headers).get("/api/v2/events/attachments/{id}", id);
    }
}

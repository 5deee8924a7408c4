package almanac.event.freebusy;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Narrow;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `almanac.freebusy.visibility` set to `shared`.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class VisibilityTest {
    private static Map<String, Object> ask(User asker, String email) {
        return asker.send(Map.of("from", TEN, "to", TEN + DAY, "emails", List.of(email)))
                .post("/api/v2/freebusy")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }

    @Test
    @DisplayName("7.6 who may not be asked and who does not exist get the same answer")
    void answersAlike() {
        var mara = Api.user();
        var asker = Api.user();
        Api.create(mara, Api.event("Tea"));
        assertEquals(Map.of("email", mara.email(), "busy", List.of(), "shared", false), ask(asker, mara.email()));
        assertEquals(
                Map.of("email", "nobody@example.com", "busy", List.of(), "shared", false),
                ask(asker, "nobody@example.com"));
        Api.share(mara, asker, "view");
        assertEquals(true, ask(asker, mara.email()).get("shared"));
        assertEquals(1, ((List<?>) ask(asker, mara.email()).get("busy")).size());
        assertEquals(true, ask(asker, asker.email()).get("shared"));
    }
}

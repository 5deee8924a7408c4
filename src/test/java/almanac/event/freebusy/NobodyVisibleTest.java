package almanac.event.freebusy;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.ShortHorizon;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// `almanac.freebusy.visibility` set to `none`.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(ShortHorizon.class)
class NobodyVisibleTest {
    @Test
    @DisplayName("7.6 with none an account asks about itself alone")
    void answersOnesOwnAlone() {
        var mara = Api.user();
        var asker = Api.user();
        Api.share(mara, asker, "view");
        assertEquals(
                List.of(false, true),
                asker.send(Map.of("from", TEN, "to", TEN + DAY, "emails", List.of(mara.email(), asker.email())))
                        .post("/api/v2/freebusy")
                        .path("data.shared"));
    }
}

package almanac.demo;

import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.access.account.Registration;
import almanac.admin.Onboarding;
import almanac.demo.DemoData.Guest;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.RestAssured;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Demo data is made once, and what an interrupted start has left out is made by the next one.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class DemoDataTest {
    private final DemoData demo;
    private final Onboarding onboarding;

    DemoDataTest(DemoData demo, Onboarding onboarding) {
        this.demo = demo;
        this.onboarding = onboarding;
    }

    @Test
    void makesWhatAnInterruptedStartHasLeftOutAndNothingTwice() throws Throwable {
        // As far as the first start has come: an account without its events.
        var _ = VertxContextSupport.subscribeAndAwait(
                () -> onboarding.add(new Registration("mara@example.com", "Mara Voss", "Europe/Berlin", null, null)));
        hasAll(VertxContextSupport.subscribeAndAwait(demo::prepare));
        hasAll(VertxContextSupport.subscribeAndAwait(demo::prepare));
    }

    private static void hasAll(List<Guest> guests) {
        assertEquals(3, guests.size());
        guests.forEach(guest -> RestAssured.given()
                .header("Authorization", "Bearer " + guest.token())
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .body("data", hasSize(9)));
    }
}

package almanac.event.api;

import static org.hamcrest.Matchers.equalTo;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class EventResourceTest {
    @Test
    void createsAnEventInTheDefaultCalendar() {
        var user = Api.user();
        var event = Api.create(user, Api.event("Tea"));
        user.call()
                .get("/api/v2/events/{id}?calendar_id={calendar}", event.get("id"), user.calendarId())
                .then()
                .statusCode(200)
                .body("data[0].title", equalTo("Tea"));
    }
}

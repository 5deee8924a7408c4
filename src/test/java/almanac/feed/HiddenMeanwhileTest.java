package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.SseClient.Message;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A client that was away while a hidden calendar came into its list, or went for good, begins anew, and sees nothing
/// before that which was never in its list.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class HiddenMeanwhileTest {
    @Inject
    MovableClock clock;

    @TestHTTPResource("/")
    URI service;

    private Dashboard own;
    private String calendar;
    private String cursor;

    @BeforeEach
    void awayFromAHiddenCalendar() {
        clock.set(Instant.parse("2026-03-02T09:00:00Z"));
        own = Dashboard.at(service);
        calendar = own.makeCalendar("Hidden");
        Api.create(own.user(), Api.event("Before", "calendar_id", calendar));
        own.show(calendar, false);
        cursor = own.cursor(EVENTS);
        Api.create(own.user(), Api.event("Meanwhile", "calendar_id", calendar));
    }

    @Test
    @DisplayName("3.1 and 3.2 a hidden calendar that was removed meanwhile is no event that leaves")
    void aHiddenCalendarThatWasRemovedShowsNothing() {
        own.user().call().delete("/api/v2/calendars/{id}", calendar).then().statusCode(204);
        assertEquals(List.of("reset", "ready"), missed());
    }

    @Test
    @DisplayName("3.1 and 3.2 a hidden calendar that is shown again is no event that enters before all is sent anew")
    void aHiddenCalendarThatIsShownAgainComesWhole() {
        own.show(calendar, true);
        assertEquals(List.of("reset", "snapshot", "snapshot", "ready"), missed());
    }

    private List<String> missed() {
        try (var stream = own.resume(EVENTS, cursor)) {
            return stream.until("ready").stream().map(Message::name).toList();
        }
    }
}

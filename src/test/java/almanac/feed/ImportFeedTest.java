package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a live view tells of an import (docs/icalendar.md, 6.1).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ImportFeedTest extends FeedTest {
    private static final String FILE = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            UID:1
            SUMMARY:Tea
            DTSTART:20260302T100000Z
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            SUMMARY:Standup
            DTSTART:20260302T110000Z
            RRULE:FREQ=DAILY;COUNT=2
            END:VEVENT
            BEGIN:VEVENT
            UID:2
            SUMMARY:Moved
            RECURRENCE-ID:20260303T110000Z
            DTSTART:20260303T120000Z
            END:VEVENT
            END:VCALENDAR
            """;

    private void importFile(String file) {
        own.user()
                .call()
                .contentType("text/calendar")
                .body(file)
                .post("/api/v2/calendars/{id}/import", own.user().calendarNumber())
                .then()
                .statusCode(200);
    }

    @Test
    @DisplayName("6.1 imported events, occurrences and exceptions are told to a live view; what is unchanged is not")
    void anImportIsTold() {
        try (var stream = own.live(EVENTS)) {
            importFile(FILE);
            assertEquals("Tea", stream.next("enter").get("item.title"));
            assertEquals("Standup", stream.next("enter").get("item.title"));
            assertEquals("Standup", stream.next("enter").get("item.title"));
            assertEquals("Moved", stream.next("update").get("item.title"));
            importFile(FILE);
            stream.isSilent();
            importFile(FILE.replace("SUMMARY:Tea", "SEQUENCE:1\nSUMMARY:Cake"));
            assertEquals("Cake", stream.next("update").get("item.title"));
        }
    }
}

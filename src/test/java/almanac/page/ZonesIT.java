package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Somebody in New York, whose clock has twelve hours, looks at an event of Tokyo. What single
/// modules do with zones is in `time.test.js`, `move.test.js` and `calendar-view.test.js`.
@ExtendWith(Stage.Director.class)
class ZonesIT {
    private static final long HOUR = 60 * Api.MINUTE;

    /// Ten in the morning in New York is midnight in Tokyo.
    private static final long MIDNIGHT_IN_TOKYO = Api.TEN + 5 * HOUR;

    private static final String SAVED =
            "([start, end]) => [...almanac.store.events.values()].some(({ start_time, end_time }) => start_time === start && end_time === end)";

    private final Stage stage;

    ZonesIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void aDragGoesByTheClockOfTheViewerAndLeavesTheEventInItsZone() {
        var mara = stage.user("Mara Voss");
        var event = Api.event("Tea", "timezone", "Asia/Tokyo");
        event.put("start_time", MIDNIGHT_IN_TOKYO);
        event.put("end_time", MIDNIGHT_IN_TOKYO + HOUR);
        var made = Api.create(mara, event);
        var options = new NewContextOptions().setTimezoneId("America/New_York").setLocale("en-US");
        try (var visitor = stage.visitor(options)) {
            visitor.enter(mara.token(), "#week/2026-03-02");
            var tea = visitor.event("Tea");
            assertThat(tea.locator(".chip-time")).hasText(Pattern.compile("10:00 – 11:00\\sAM"));
            visitor.picture("twelve-hours");

            drag(visitor, tea, visitor.page().locator(".fc-timegrid-col[data-date='2026-03-04']"), true);
            saved(visitor, MIDNIGHT_IN_TOKYO + 2 * Api.DAY, MIDNIGHT_IN_TOKYO + 2 * Api.DAY + HOUR);

            drag(visitor, tea, visitor.page().locator(".fc-daygrid-day[data-date='2026-03-05']"), false);
            saved(visitor, MIDNIGHT_IN_TOKYO + 2 * Api.DAY, MIDNIGHT_IN_TOKYO + 3 * Api.DAY);
            assertThat(visitor.page().locator(".fc-daygrid-day[data-date='2026-03-05'] .fc-event"))
                    .hasCount(1);
            assertEquals("Asia/Tokyo", Api.read(mara, made).get("timezone"));
        }
    }

    private static void saved(Visitor visitor, long start, long end) {
        visitor.page().waitForFunction(SAVED, List.of((double) start, (double) end));
    }

    /// Drags to the middle of a place; or sideways to it, at the same height.
    private static void drag(Visitor visitor, Locator what, Locator where, boolean isSideways) {
        var from = what.boundingBox();
        var to = where.boundingBox();
        var y = isSideways ? from.y + 8 : to.y + to.height / 2;
        var mouse = visitor.page().mouse();
        mouse.move(from.x + 10, from.y + 8);
        mouse.down();
        mouse.move(from.x + 20, (from.y + y) / 2);
        mouse.move(to.x + to.width / 2, y);
        mouse.up();
    }
}

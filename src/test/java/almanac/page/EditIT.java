package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.SelectOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Making and changing events in the page.
@ExtendWith(Stage.Director.class)
class EditIT {
    private static final String MONTH = "#month/2026-03-02";
    private static final String WEEK = "#week/2026-03-02";

    private static final double AN_HOUR_HIGH = 52;

    /// The page knows what the service has answered.
    private static final String SAVED =
            "([field, value]) => [...almanac.store.events.values()].some((event) => event[field] === value)";

    private final Stage stage;

    EditIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void makesAnEventWithTheKeyboardAlone() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH)) {
            var keys = visitor.page().keyboard();
            keys.press("n");
            keys.type("Tea with <b>Jonas</b>");
            visitor.page().getByLabel("Starts: date").fill("2026-03-04");
            visitor.page().getByLabel("Starts: time").fill("10:00");
            visitor.page().getByLabel("Ends: date").fill("2026-03-04");
            visitor.page().getByLabel("Ends: time").fill("10:30");
            visitor.page().getByLabel("Guests").fill("jonas@example.com");
            keys.press("Enter");
            visitor.page().getByLabel("Title").press("Enter");
            assertThat(visitor.page().locator("#details h2")).hasText("Tea with <b>Jonas</b>");
            assertThat(visitor.page().locator("#details h2")).isFocused();
            assertThat(visitor.page().locator(".guest")).hasCount(1);
            assertThat(visitor.event("Tea with <b>Jonas</b>")).isVisible();
            keys.press("Escape");
            assertThat(visitor.page().locator("#details")).isHidden();
        }
    }

    @Test
    void goesAboutWithTheKeyboardAlone() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            var keys = visitor.page().keyboard();
            visitor.page().locator("#skip").press("Enter");
            assertThat(visitor.page().locator("#calendar")).isFocused();
            assertEquals(MONTH, visitor.page().evaluate("location.hash"));
            for (var view : List.of("w", "d", "a", "m")) {
                keys.press(view);
                var name = Map.of("w", "week", "d", "day", "a", "agenda", "m", "month")
                        .get(view);
                assertThat(visitor.page().locator("#view-" + name)).hasAttribute("aria-pressed", "true");
            }
            keys.press("ArrowRight");
            assertThat(visitor.page().locator("#range")).hasText("April 2026");
            keys.press("ArrowLeft");
            keys.press("?");
            assertThat(visitor.page().locator("dialog[open] h2")).hasText("Keyboard");
            keys.press("Escape");
            visitor.event("Tea").focus();
            keys.press("Enter");
            assertThat(visitor.page().locator("#details h2")).isFocused();
            keys.press("e");
            assertThat(visitor.page().getByLabel("Title")).isFocused();
            keys.press("Escape");
            keys.press("Escape");
            assertThat(visitor.page().locator("#details")).isHidden();
            assertThat(visitor.event("Tea")).isFocused();
        }
    }

    @Test
    void aNewEventIsOnTheDayThatIsLookedAt() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH)) {
            var keys = visitor.page().keyboard();
            keys.press("t");
            keys.press("d");
            visitor.page().waitForFunction("location.hash.startsWith('#day/')");
            var today = visitor.page().evaluate("location.hash");
            keys.press("ArrowRight");
            visitor.page().waitForFunction("today => location.hash !== today", today);
            var tomorrow = (String) visitor.page().evaluate("location.hash.replace('#day/', '')");
            keys.press("n");
            assertThat(visitor.page().getByLabel("Starts: date")).hasValue(tomorrow);
        }
    }

    @Test
    void theFocusStaysWhereItIsWhileOthersChangeThings() {
        var mara = stage.user("Mara Voss");
        var tea = Api.create(mara, Api.event("Tea"));
        var coffee = Api.create(mara, Api.event("Coffee", "description", "black"));
        try (var visitor = stage.visitor(mara, "#agenda/2026-03-02")) {
            visitor.event("Tea").locator("[tabindex]").focus();
            Api.edit(mara, coffee.get("id"), Map.of("title", "Mocha")).then().statusCode(200);
            assertThat(visitor.event("Mocha")).isVisible();
            Api.edit(mara, tea.get("id"), Map.of("title", "Tea at four")).then().statusCode(200);
            assertThat(visitor.event("Tea at four").locator("[tabindex]")).isFocused();
            visitor.page().locator("#changes button").last().focus();
            Api.edit(mara, tea.get("id"), Map.of("title", "Tea at five")).then().statusCode(200);
            assertThat(visitor.page().locator("#changes li")).hasCount(3);
            assertThat(visitor.page().locator("#changes li").last().locator("button"))
                    .isFocused();
            visitor.page().locator("#view-week").click();
            visitor.event("Tea at five").focus();
            recolour(mara, "#AA3366");
            assertThat(visitor.event("Tea at five").locator(".chip"))
                    .hasCSS("--color", Pattern.compile("#AA3366", Pattern.CASE_INSENSITIVE));
            assertThat(visitor.event("Tea at five")).isFocused();
            visitor.page().keyboard().press("Enter");
            visitor.button("Edit").focus();
            recolour(mara, "#3366AA");
            Api.edit(mara, tea.get("id"), Map.of("title", "Tea at six")).then().statusCode(200);
            assertThat(visitor.page().locator("#details h2")).hasText("Tea at six");
            assertThat(visitor.page().locator(".details-head"))
                    .hasCSS("--color", Pattern.compile("#3366AA", Pattern.CASE_INSENSITIVE));
            assertThat(visitor.button("Edit")).isFocused();
        }
    }

    @Test
    void aDragMovesAndAPullAtTheEndMakesLonger() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea", "end_time", Api.TEN + 60 * Api.MINUTE));
        try (var visitor = stage.visitor(mara, WEEK)) {
            var tea = visitor.event("Tea");
            assertThat(tea).isVisible();
            var wednesday = visitor.page().locator(".fc-timegrid-col[data-date='2026-03-04']");
            drag(visitor, tea, wednesday.boundingBox().x - tea.boundingBox().x + 8, 0);
            assertThat(visitor.page().locator(".fc-timegrid-col[data-date='2026-03-04'] .fc-event"))
                    .hasCount(1);
            visitor.page().waitForFunction(SAVED, List.of("start_time", (double) (Api.TEN + 2 * Api.DAY)));
            tea.hover();
            var end = tea.locator(".fc-event-resizer-end").boundingBox();
            var mouse = visitor.page().mouse();
            mouse.move(end.x + end.width / 2, end.y + 1);
            mouse.down();
            mouse.move(end.x + end.width / 2, end.y + 30);
            mouse.move(end.x + end.width / 2, end.y + 1 + AN_HOUR_HIGH);
            mouse.up();
            var longer = Api.TEN + 2 * Api.DAY + 120 * Api.MINUTE;
            visitor.page().waitForFunction(SAVED, List.of("end_time", (double) longer));
            assertEquals(longer, Api.read(mara, event).get("end_time"));
        }
    }

    @Test
    void whatMayNotBeChangedCannotBeDragged() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        Api.create(mara, Api.event("Tea", "attendees", List.of(jonas.email())));
        try (var visitor = stage.visitor(jonas, WEEK)) {
            assertThat(visitor.event("Tea")).isVisible();
            assertThat(visitor.page().locator(".fc-event-draggable")).hasCount(0);
            visitor.open("Tea");
            assertThat(visitor.button("Edit")).hasCount(0);
            assertThat(visitor.button("Accept")).isVisible();
        }
    }

    @Test
    void saysWhatIsWrongWithAForm() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.page().keyboard().press("n");
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#edit-error")).hasText("Title is missing");
            assertThat(visitor.page().getByLabel("Title")).isFocused();
            visitor.page().getByLabel("Title").fill("Tea");
            visitor.page().getByLabel("Guests").fill("jonas");
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#edit-error")).hasText("Guests cannot have “jonas”: that is no address");
            assertThat(visitor.page().getByLabel("Guests")).isFocused();
            visitor.page().getByLabel("Guests").fill("");
            visitor.page().getByLabel("Location").fill("x".repeat(256));
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#edit-error")).containsText("Location");
            assertThat(visitor.page().getByLabel("Location")).hasAttribute("aria-invalid", "true");
        }
    }

    @Test
    void makesWholeDays() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.page().keyboard().press("n");
            visitor.page().getByLabel("Title").fill("Holiday");
            visitor.page().getByLabel("Starts: date").fill("2026-03-28");
            visitor.page().getByLabel("Ends: date").fill("2026-03-30");
            visitor.page().getByLabel("All day").check();
            assertThat(visitor.page().getByLabel("Starts: time")).isHidden();
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#details")).containsText("Sat, 28 Mar 2026 – Mon, 30 Mar 2026");
            assertEquals(List.of(Team.at(28, 0, 0), Team.at(31, 0, 0)), times(mara));
        }
    }

    @Test
    void aNewEventHasTheRemindersOfItsCalendarUntilOthersAreChosen() {
        var mara = stage.user("Mara Voss");
        mara.send(Map.of("name", "Work", "reminders", List.of(Map.of("minutes", "-20", "action", "popup"))))
                .post("/api/v2/calendars")
                .then()
                .statusCode(200);
        try (var visitor = stage.visitor(mara, MONTH)) {
            var page = visitor.page();
            var chosen = page.locator("#edit-reminder option:checked");
            page.keyboard().press("n");
            assertThat(chosen).hasText("As in the calendar: 15 min before by e-mail");
            page.locator("#edit-calendar").selectOption(new SelectOption().setLabel("Work"));
            assertThat(chosen).hasText("As in the calendar: 20 min before");
            page.getByLabel("Title").fill("Tea");
            visitor.button("Save").click();
            assertThat(page.locator("#details h2")).hasText("Tea");
            assertThat(page.locator("#details")).containsText("20 min before");

            page.keyboard().press("n");
            page.locator("#edit-reminder").selectOption("");
            page.locator("#edit-calendar").selectOption(new SelectOption().setLabel("Work"));
            assertThat(chosen).hasText("None");
            page.getByLabel("Title").fill("Coffee");
            visitor.button("Save").click();
            assertThat(page.locator("#details h2")).hasText("Coffee");
            assertThat(page.locator("#details")).not().containsText("min before");
        }
    }

    private static List<Object> times(User user) {
        var window = Map.of("from", Api.TEN, "to", Api.TEN + 31 * Api.DAY);
        Map<String, Object> event = new HashMap<>(
                user.call().queryParams(window).get("/api/v2/events").path("data[0]"));
        return List.of(event.get("start_time"), event.get("end_time"));
    }

    private static void recolour(User owner, String color) {
        owner.send(Map.of("color", color))
                .put("/api/v2/calendars/{id}", owner.calendarNumber())
                .then()
                .statusCode(200);
    }

    /// Drags something by as many pixels.
    static void drag(Visitor visitor, Locator what, double right, double down) {
        var box = what.boundingBox();
        var mouse = visitor.page().mouse();
        mouse.move(box.x + 10, box.y + 8);
        mouse.down();
        mouse.move(box.x + 10 + right / 2, box.y + 8 + down);
        mouse.move(box.x + 10 + right, box.y + 8 + down);
        mouse.up();
    }
}

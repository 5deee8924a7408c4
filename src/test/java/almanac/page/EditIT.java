package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Making, changing and removing events in the page, and what comes in between.
@ExtendWith(Stage.Director.class)
class EditIT {
    private static final String MONTH = "#month/2026-03-02";
    private static final String WEEK = "#week/2026-03-02";
    private static final int QUOTA = 20;

    private static final double AN_HOUR_HIGH = 52;

    /// The page knows what the service has answered.
    private static final String SAVED =
            "([field, value]) => [...almanac.store.events.values()].some((event) => event[field] === value)";

    private static final String WATCH_PROGRESS = """
            () => {
              globalThis.progressSeen = [];
              new MutationObserver(() => document.querySelectorAll('.upload progress').forEach(({ value }) => progressSeen.push(value)))
                .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
            }
            """;

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
    void aStaleEditShowsBothVersionsAndLetsThePersonChoose() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.open("Tea");
            visitor.button("Edit").click();
            visitor.page().getByLabel("Title").fill("Mine");
            Api.edit(mara, event.get("id"), Map.of("title", "Theirs", "location", "Room 2"))
                    .then()
                    .statusCode(200);
            assertThat(visitor.page().locator("#edit-notice")).isVisible();
            visitor.button("Save").click();
            var dialog = visitor.page().locator("dialog.dialog-wide");
            assertThat(dialog.locator("tbody tr")).hasCount(2);
            assertThat(dialog.getByLabel("Title: yours")).isChecked();
            assertThat(dialog.getByLabel("Location: theirs")).isChecked();
            visitor.picture("conflict");
            visitor.button("Save what is chosen").click();
            assertThat(visitor.page().locator("dialog")).hasCount(0);
            var now = Api.read(mara, event);
            assertEquals(List.of("Mine", "Room 2"), List.of(now.get("title"), now.get("location")));
        }
    }

    @Test
    void theirsIsTakenWithoutAnotherChange() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.open("Tea");
            visitor.button("Edit").click();
            visitor.page().getByLabel("Title").fill("Mine");
            Api.edit(mara, event.get("id"), Map.of("title", "Theirs")).then().statusCode(200);
            visitor.button("Save").click();
            visitor.button("Take all of theirs").click();
            assertThat(visitor.page().locator("#details h2")).hasText("Theirs");
            assertEquals("Theirs", Api.read(mara, event).get("title"));
        }
    }

    @Test
    void aLockCountsDownAndEverythingElseGoesOn() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            for (var number = 0; number < QUOTA; number++) {
                Api.edit(mara, event.get("id"), Map.of("title", "Tea " + number))
                        .then()
                        .statusCode(200);
            }
            visitor.open("Tea 19");
            visitor.button("Edit").click();
            visitor.page().getByLabel("Title").fill("One too many");
            visitor.button("Save").click();
            var save = visitor.page().locator("#edit-save");
            assertThat(save).hasText(Pattern.compile("Save in (10:00|9:5\\d)"));
            assertThat(save).isDisabled();
            assertThat(save).hasText(Pattern.compile("Save in 9:5\\d"));
            assertThat(visitor.page().locator("#edit-error")).isHidden();
            assertThat(visitor.page().locator(".notice-lock")).containsText("Changing events is locked for 9:");
            visitor.picture("lock");
            visitor.button("Cancel").click();
            visitor.page().keyboard().press("n");
            visitor.page().getByLabel("Title").fill("Still possible");
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#details h2")).hasText("Still possible");
            visitor.page().reload();
            assertThat(visitor.page().locator(".notice-lock")).containsText("Changing events is locked for 9:");
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
    void attachesAFileWithProgressAndSavesIt() throws Exception {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        var content = "two kinds of cake".getBytes(StandardCharsets.UTF_8);
        try (var visitor = stage.visitor(mara, MONTH)) {
            var details = visitor.open("Tea");
            visitor.page().evaluate(WATCH_PROGRESS);
            details.getByLabel("Attach files").setInputFiles(new FilePayload("cake.txt", "text/plain", content));
            assertThat(details.locator(".files li")).containsText("cake.txt");
            assertThat(details.locator(".files li")).containsText("17 B");
            assertEquals(1, visitor.page().evaluate("Math.max(...progressSeen)"));
            assertThat(details.locator(".upload")).hasCount(0);
            var download = visitor.page()
                    .waitForDownload(() -> details.locator(".files li .link").click());
            assertArrayEquals(content, Files.readAllBytes(download.path()));
        }
    }

    @Test
    void removesAfterAskingAndSaysWhenSomebodyWasFaster() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.open("Tea");
            visitor.button("Remove").click();
            visitor.button("Keep it").click();
            assertThat(visitor.page().locator("#details")).isVisible();
            visitor.button("Remove").click();
            visitor.page()
                    .locator("dialog")
                    .getByText("Remove", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(visitor.event("Tea")).hasCount(0);
            assertThat(visitor.page().locator("#details")).isHidden();
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

    private static List<Object> times(User user) {
        var window = Map.of("from", Api.TEN, "to", Api.TEN + 31 * Api.DAY);
        Map<String, Object> event = new HashMap<>(
                user.call().queryParams(window).get("/api/v2/events").path("data[0]"));
        return List.of(event.get("start_time"), event.get("end_time"));
    }

    private static void drag(Visitor visitor, Locator what, double right, double down) {
        var box = what.boundingBox();
        var mouse = visitor.page().mouse();
        mouse.move(box.x + 10, box.y + 8);
        mouse.down();
        mouse.move(box.x + 10 + right / 2, box.y + 8 + down);
        mouse.move(box.x + 10 + right, box.y + 8 + down);
        mouse.up();
    }
}

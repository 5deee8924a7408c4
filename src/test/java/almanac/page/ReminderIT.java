package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Reminders on the page, of the service's own clock: the events begin in a few minutes.
@ExtendWith(Stage.Director.class)
class ReminderIT {
    /// The browser's notifications, with a list of those that were shown and a count of the questions for permission.
    private static final String SPY = """
            window.shown = [];
            window.asked = 0;
            const Real = window.Notification;
            window.Notification = class {
              static get permission() { return Real.permission; }
              static requestPermission() { window.asked++; return Real.requestPermission(); }
              constructor(title, { body, tag }) { window.shown.push(this); Object.assign(this, { title, body, tag }); }
              close() {}
            };
            """;

    private static final String FITS = "document.documentElement.scrollWidth <= innerWidth";

    /// Long enough to be written and heard of before the moment comes.
    private static final int SOON = 4_000;

    private final Stage stage;

    ReminderIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void givesAReminderInEachTabAndOneNotification() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.context().grantPermissions(List.of("notifications"));
            visitor.context().addInitScript(SPY);
            visitor.enter(mara.token(), "#day");
            var page = visitor.page();
            assertEquals(0, page.evaluate("asked"));
            assertThat(reminders(page)).hasCount(0);
            visitor.button("Notify me of reminders").click();
            assertThat(visitor.button("Notifications are on")).hasAttribute("aria-pressed", "true");
            assertEquals(1, page.evaluate("asked"));
            var other = visitor.context().newPage();
            other.navigate(stage.address() + "/#day");
            assertThat(other.locator("#connection[data-state=live]")).isVisible();

            remindIn(mara, "Stand-up", 15);
            for (var tab : List.of(page, other)) {
                assertThat(reminder(tab, "Stand-up")).isVisible(patiently());
                assertThat(reminder(tab, "Stand-up")).containsText("in 15 min");
            }
            assertEquals(List.of("Stand-up"), page.evaluate("shown.map(({ title }) => title)"));
            assertEquals(0, other.evaluate("shown.length"));
            Axe.scanBoth(page, "reminder");
            visitor.picture("reminder");

            page.reload();
            visitor.awaitLive();
            assertThat(reminder(page, "Stand-up")).isVisible();
            assertEquals(0, page.evaluate("shown.length"));
            reminder(page, "Stand-up").getByText("Stand-up").click();
            assertThat(page.locator("#details h2")).hasText("Stand-up");
            reminder(page, "Stand-up").getByLabel("Dismiss").click();
            assertThat(reminders(page)).hasCount(0);
            assertThat(reminders(other)).hasCount(0);
        }
    }

    @Test
    void aNotificationOpensItsEvent() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.context().grantPermissions(List.of("notifications"));
            visitor.context().addInitScript(SPY);
            visitor.enter(mara.token(), "#month/2026-03-02");
            var page = visitor.page();
            visitor.button("Notify me of reminders").click();
            remindIn(mara, "Stand-up", 15);
            assertThat(reminder(page, "Stand-up")).isVisible(patiently());
            page.evaluate("shown[0].onclick()");
            assertThat(page.locator("#details h2")).hasText("Stand-up");
        }
    }

    @Test
    void saysThatTheBrowserBlocksNotifications() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.enter(mara.token(), "#month/2026-03-02");
            visitor.button("Notify me of reminders").click();
            assertThat(visitor.page().locator("#notify-text")).containsText("The browser blocks notifications");
            assertThat(visitor.page().locator("#notify")).hasAttribute("aria-pressed", "false");
            Axe.scanBoth(visitor.page(), "blocked notifications");
        }
    }

    @Test
    void aSnoozeSurvivesAReloadAndEndsWithItsEvent() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(new NewContextOptions().setViewportSize(360, 640))) {
            visitor.enter(mara.token(), "#day");
            var page = visitor.page();
            var now = System.currentTimeMillis();
            remindIn(mara, "Stand-up", 15);
            var other = remindIn(mara, "Review", 15);
            for (var title : List.of("Stand-up", "Review")) {
                assertThat(reminder(page, title)).isVisible(patiently());
                visitor.picture("reminder-narrow");
                assertEquals(true, page.evaluate(FITS));
                reminder(page, title).getByText("Snooze 5 min").click();
                assertThat(reminder(page, title)).hasCount(0);
            }
            page.reload();
            visitor.awaitLive();
            assertThat(reminders(page)).hasCount(0);
            mara.send(Map.of("edit_tag", other.get("edit_tag"), "calendar_id", mara.calendarId()))
                    .delete("/api/v2/events/{id}", other.get("id"))
                    .then()
                    .statusCode(204);
            assertThat(visitor.event("Review")).hasCount(0);
            page.clock().setFixedTime(Date.from(Instant.ofEpochMilli(now + 6 * Api.MINUTE)));
            assertThat(reminder(page, "Stand-up")).isVisible(patiently());
            assertThat(reminder(page, "Stand-up")).containsText("in 10 min");
            assertThat(reminders(page)).hasCount(1);
        }
    }

    /// Makes an event with a reminder that is due in a moment.
    private static Map<String, Object> remindIn(User user, String title, int minutes) {
        var start = System.currentTimeMillis() + minutes * Api.MINUTE + SOON;
        var event = Api.event(title, "reminders", List.of(Map.of("type", "popup", "minutes", minutes)));
        event.putAll(Map.of("start_time", start, "end_time", start + 30 * Api.MINUTE));
        return Api.create(user, event);
    }

    private static Locator reminders(Page page) {
        return page.locator(".reminder");
    }

    private static Locator reminder(Page page, String title) {
        return reminders(page).filter(new Locator.FilterOptions().setHasText(title));
    }

    private static IsVisibleOptions patiently() {
        return new IsVisibleOptions().setTimeout(20_000);
    }
}

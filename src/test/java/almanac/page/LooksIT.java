package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the page looks like: for everybody, with whatever is in it, on every screen. The pictures are
/// for people to look at.
@ExtendWith(Stage.Director.class)
class LooksIT {
    private static final String MONTH = "#month/2026-03-02";
    private static final double A_WHILE = 15_000;
    private static final Date NOW = Date.from(Instant.ofEpochMilli(Team.at(5, 9, 12)));

    /// What the feed says of a calendar whose service elsewhere is away.
    private static final String BEHIND = """
            (since) => {
              const [calendar] = almanac.store.calendars.values();
              const item = { ...calendar, mirror: { state: 'behind', since } };
              almanac.take({ type: 'calendar', calendar_id: calendar.calendar_id, item });
            }
            """;

    private final Stage stage;

    LooksIT(Stage stage) {
        this.stage = stage;
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void everyViewIsForEverybody(ColorScheme scheme) {
        var team = Team.on(stage);
        var suffix = scheme == ColorScheme.DARK ? "-dark" : "";
        try (var visitor =
                stage.visitor(new NewContextOptions().setColorScheme(scheme).setViewportSize(1360, 860))) {
            visitor.page().clock().setFixedTime(NOW);
            visitor.enter(team.mara().token(), "#month/2026-03-05");
            var details = visitor.open("Call with Kyoto");
            Api.answer(
                    team.aiko(),
                    visitor.page()
                            .evaluate(
                                    "[...almanac.store.events.values()].find(({ title }) => title === 'Call with Kyoto').id"),
                    "accepted");
            assertThat(details.locator(".tally-numbers")).containsText("2 accepted");
            for (var view : List.of("week", "day", "agenda", "month")) {
                visitor.page().locator("#view-" + view).click();
                assertThat(visitor.event("Call with Kyoto")).isVisible();
                Axe.scan(visitor.page(), view);
                visitor.picture(view + suffix);
            }
            visitor.button("Edit").click();
            Axe.scan(visitor.page(), "editor");
            visitor.picture("editor" + suffix);
            visitor.page().keyboard().press("Escape");
            visitor.page().keyboard().press("?");
            Axe.scan(visitor.page(), "keys");
            visitor.page().keyboard().press("Escape");
            visitor.page().evaluate(BEHIND, (double) Team.at(5, 8, 42));
            assertThat(visitor.page().locator(".calendar-behind")).hasText("behind since 08:42");
            Axe.scan(visitor.page(), "behind");
            visitor.picture("behind" + suffix);
        }
        try (var visitor = stage.visitor(new NewContextOptions().setColorScheme(scheme))) {
            visitor.knock();
            Axe.scan(visitor.page(), "sign-in");
            visitor.picture("sign-in" + suffix);
        }
    }

    @Test
    void fitsAPhone() {
        var team = Team.on(stage);
        try (var visitor = stage.visitor(new NewContextOptions()
                .setViewportSize(390, 780)
                .setHasTouch(true)
                .setIsMobile(true))) {
            visitor.page().clock().setFixedTime(NOW);
            visitor.enter(team.mara().token(), "");
            assertThat(visitor.page().locator("#view-agenda")).hasAttribute("aria-pressed", "true");
            assertThat(visitor.event("Call with Kyoto")).isVisible();
            isNoWiderThanTheScreen(visitor.page());
            visitor.picture("phone-agenda");
            visitor.page().locator("#view-month").click();
            assertThat(visitor.event("Call with Kyoto")).isVisible();
            isNoWiderThanTheScreen(visitor.page());
            visitor.picture("phone-month");
            visitor.open("Call with Kyoto");
            isNoWiderThanTheScreen(visitor.page());
            visitor.picture("phone-details");
            visitor.button("Edit").click();
            isNoWiderThanTheScreen(visitor.page());
            visitor.picture("phone-editor");
            visitor.page().keyboard().press("Escape");
            visitor.button("Close details").click();
            visitor.button("Calendars and changes").click();
            assertThat(visitor.page().locator("#sidebar")).isVisible();
            Axe.scanBoth(visitor.page(), "phone");
        }
    }

    @Test
    void showsTitlesAsTheyAre() {
        var mara = stage.user("Mara <Voss>");
        var titles = List.of(
                "<img src=x onerror=alert(1)><script>alert(2)</script>",
                "Tea 🫖👩‍👩‍👧‍👦 for 👨‍💻",
                "פגישת צוות עם Jonas בחדר 5",
                "&amp; &lt;b&gt; \"quoted\" 'too'",
                "Ω".repeat(255));
        titles.forEach(title -> Api.create(mara, Api.event(title, "description", "<b>bold</b>\n" + title)));
        try (var visitor = stage.visitor(mara, "#agenda/2026-03-02")) {
            visitor.page().onDialog(dialog -> visitor.faults().add("dialog " + dialog.message()));
            for (var title : titles) {
                var details = visitor.open(title);
                assertThat(details.locator("h2")).hasText(title);
                assertThat(details.locator(".details-text")).containsText("<b>bold</b>");
                assertEquals(0, details.locator("img, b, script").count());
                var direction = title.startsWith("פ") ? "rtl" : "ltr";
                assertThat(details.locator("h2")).hasCSS("direction", direction);
                assertThat(visitor.event(title).locator(".chip-title")).hasCSS("direction", direction);
            }
            visitor.picture("titles");
            for (var view : List.of("month", "week", "day")) {
                visitor.page().locator("#view-" + view).click();
                isNoWiderThanTheScreen(visitor.page());
                assertEquals(0, visitor.page().locator(".fc img, .fc script").count());
            }
        }
    }

    @Test
    void carriesTwoThousandEventsInAMonth() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.page().route("**/api/v2/events?*", route -> Crowd.answer(route, mara, 2000));
            visitor.enter(mara.token(), MONTH);
            assertThat(visitor.page().locator(".fc-daygrid-more-link").first())
                    .isVisible(new IsVisibleOptions().setTimeout(A_WHILE));
            assertEquals(2000, visitor.page().evaluate("almanac.store.events.size"));
            visitor.picture("two-thousand");
            Api.create(mara, Api.event("0 comes first", "start_time", Team.at(2, 0, 1)));
            assertThat(visitor.event("0 comes first")).isVisible(new IsVisibleOptions().setTimeout(3000));
            visitor.page().locator(".fc-daygrid-more-link").first().click();
            assertThat(visitor.page().locator(".fc-popover .fc-event").nth(20)).isVisible();
            visitor.page().keyboard().press("Escape");
            visitor.page().locator("#view-week").click();
            assertThat(visitor.page().locator(".fc-timegrid-event").first()).isVisible();
        }
    }

    @Test
    void drawsWholeDaysAboveWhatHasATime() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, whole("Holiday", 2, 5));
        Api.create(mara, whole("Fair", 3, 4));
        Api.create(mara, timed("Tea", Team.at(3, 10, 0), Team.at(3, 12, 0)));
        Api.create(mara, timed("Coffee", Team.at(3, 11, 0), Team.at(3, 13, 0)));
        Api.create(mara, timed("Night train", Team.at(3, 22, 0), Team.at(4, 7, 0)));
        try (var visitor = stage.visitor(mara, "#week/2026-03-02")) {
            for (var title : List.of("Holiday", "Fair")) {
                assertThat(visitor.page().locator(".fc-daygrid-event").filter(has(title)))
                        .hasCount(1);
            }
            assertThat(visitor.page().locator(".fc-timegrid-event").filter(has("Night train")))
                    .hasCount(2);
            var tea = visitor.event("Tea").boundingBox();
            var coffee = visitor.event("Coffee").boundingBox();
            assertTrue(tea.x + tea.width <= coffee.x + 1 || coffee.x + coffee.width <= tea.x + 1, "they overlap");
            visitor.picture("overlapping");
        }
    }

    @Test
    void drawsTheDayOnWhichTheClockIsPutForward() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, timed("Over the gap", Team.at(29, 1, 30), Team.at(29, 3, 30)));
        Api.create(mara, timed("Breakfast", Team.at(29, 9, 0), Team.at(29, 10, 0)));
        Api.create(mara, whole("Sunday", 29, 30));
        try (var visitor = stage.visitor(mara, "#day/2026-03-29")) {
            assertThat(visitor.event("Breakfast").locator(".chip-time")).hasText(Pattern.compile("0?9:00 – 10:00"));
            assertThat(visitor.page().locator(".fc-daygrid-event").filter(has("Sunday")))
                    .hasCount(1);
            var details = visitor.open("Over the gap");
            assertThat(details).containsText("1 h, Berlin time");
            assertThat(details).containsText("01:30 – 03:30");
            visitor.picture("clock-forward");
        }
    }

    @Test
    void showsTheEventsZoneWhereItIsAnotherTime() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(new NewContextOptions().setTimezoneId("America/New_York"))) {
            visitor.enter(mara.token(), "#week/2026-03-02");
            var details = visitor.open("Tea");
            assertThat(details.locator(".details-when")).containsText("05:00 – 05:30");
            assertThat(details.locator(".details-there")).containsText("11:00 – 11:30 in Berlin");
            visitor.page().locator("#zone").selectOption("Europe/Berlin");
            assertThat(details.locator(".details-when")).containsText("11:00 – 11:30");
            assertThat(details.locator(".details-there")).hasCount(0);
            assertThat(visitor.event("Tea").locator(".chip-time")).hasText("11:00 – 11:30");
        }
    }

    private static FilterOptions has(String text) {
        return new FilterOptions().setHasText(text);
    }

    private static Map<String, Object> timed(String title, long start, long end) {
        var event = Api.event(title);
        event.putAll(Map.of("start_time", start, "end_time", end));
        return event;
    }

    /// From the start of one day to the start of another.
    private static Map<String, Object> whole(String title, int first, int end) {
        return timed(title, Team.at(first, 0, 0), Team.at(end, 0, 0));
    }

    private static void isNoWiderThanTheScreen(Page page) {
        assertTrue(
                (Boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
                "it can be moved sideways");
    }
}

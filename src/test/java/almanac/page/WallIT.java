package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The page on a wall.
@ExtendWith(Stage.Director.class)
class WallIT {
    private static final int CHANGES = 10_000;
    private static final String TOKEN =
            "(token) => { sessionStorage.setItem('almanac.token', token); sessionStorage.removeItem('almanac.feed-token'); }";
    private static final double MIB = 1024 * 1024;

    /// A change as the feed tells it, of one of fifty events that are there today, or of one that was never heard of.
    private static final String CHANGE = """
            async ([from, count, now]) => {
              for (let number = from; number < from + count; number++) {
                const gone = number % 7 === 6;
                const id = number % 2 === 0 ? `${number}@new` : `${number % 50}@synthetic`;
                const person = { id: '1', name: `Person ${number % 3000}`, email: `p${number % 3000}@example.com` };
                const item = {
                  id, title: `Event ${number} ${'x'.repeat(100)}`, start_time: now + number % 600 * 60000, end_time: now + (number % 600 + 30) * 60000,
                  timezone: 'Europe/Berlin', isallday: false, calendar_id: 'elsewhere', location: 'Room', description: 'y'.repeat(500),
                  type: 'normal_event', attendees: [{ ...person, id: String(number), status: 'accepted' }], reminders: [], attachments: [],
                  edit_tag: String(1000000 + number), role: 'participant', creator: person, organizer: person,
                };
                almanac.take({ type: 'event', id, item: gone ? null : item, actor: '1', reason: gone ? 'deleted' : 'edited', changed: ['title'], committed_at: now });
                if (number % 100 === 99) {
                  await new Promise((resolve) => setTimeout(resolve, 0));
                }
              }
            }
            """;

    /// The wall has turned to a month, and holds nothing of the ones before; the marks of then have faded.
    private static final String TURNED = """
            (month) => almanac.store.blocks.get(month)?.state === 'ready' && almanac.store.blocks.size <= 2
              && almanac.changes.marked === 0
              && [...almanac.store.events.values()].every(({ id }) => !id.endsWith('@new'))
            """;

    private final Stage stage;

    WallIT(Stage stage) {
        this.stage = stage;
    }

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void showsWhatRunsWhatComesNextTodayAndTomorrow(ColorScheme scheme) {
        var team = Team.on(stage);
        var options = new NewContextOptions().setColorScheme(scheme).setViewportSize(1920, 1080);
        try (var visitor = stage.visitor(options)) {
            clock(visitor, Team.at(5, 9, 20));
            visitor.enter(team.mara().token(), "?wall");
            var page = visitor.page();
            assertThat(page.locator(".wall-clock")).hasText("09:20");
            assertThat(page.locator(".wall-date")).hasText("Thursday 5 March");
            assertThat(page.locator(".wall-card h2")).hasText("Call with Kyoto");
            assertThat(page.locator(".wall-next-title")).hasText("Design review");
            assertThat(page.locator(".wall-countdown")).hasText("in 4 h 40 min");
            assertThat(page.locator(".wall-day").first().locator(".wall-row")).hasCount(2);
            assertEquals(0, page.locator("#wall button, #wall input, #wall a").count());
            Axe.scan(page, "wall");
            visitor.picture(scheme == ColorScheme.DARK ? "wall-dark" : "wall");
        }
    }

    @Test
    void countsDownAndTurnsThePageAtMidnight() {
        var team = Team.on(stage);
        try (var visitor = stage.visitor()) {
            var page = visitor.page();
            clock(visitor, Team.at(5, 13, 50));
            visitor.enter(team.mara().token(), "?wall");
            assertThat(page.locator(".wall-countdown")).hasText("10:00");
            clock(visitor, Team.at(5, 13, 50) + 1000);
            assertThat(page.locator(".wall-countdown")).hasText("9:59");
            clock(visitor, Team.at(5, 14, 0));
            assertThat(page.locator(".wall-card h2")).hasText("Design review");
            clock(visitor, Team.at(6, 17, 0));
            assertThat(page.locator(".wall-next .wall-label")).hasText("Next, Monday 9 March, 09:30");
            assertThat(page.locator(".wall-next-title")).hasText("Planning");
            clock(visitor, Team.at(9, 0, 0));
            assertThat(page.locator(".wall-date")).hasText("Monday 9 March");
            assertThat(page.locator(".wall-next-title")).hasText("Planning");
        }
    }

    @Test
    void showsWhatIsStartingWhatIsOnAndClearsItAtItsEnd() {
        var mara = stage.user("Mara Voss");
        var now = System.currentTimeMillis();
        try (var visitor = stage.visitor(new NewContextOptions().setViewportSize(1920, 1080))) {
            visitor.enter(mara.token(), "?wall");
            var page = visitor.page();
            var starting = page.locator(".is-starting");
            assertThat(starting).hasCount(0);
            // Seconds from now: the display draws at the messages, otherwise once a minute.
            at(mara, "Stand-up", now + 8_000, now + 18_000);
            at(mara, "Review", now + 5 * Api.MINUTE + 9_000, now + 60 * Api.MINUTE);
            assertThat(starting).containsText("Stand-up");
            assertThat(page.locator(".wall-card h2")).hasText("Stand-up", patiently());
            assertThat(page.locator(".wall-card .wall-label")).containsText("Now");
            assertThat(starting).containsText("Review", new ContainsTextOptions().setTimeout(20_000));
            assertThat(page.locator(".wall-countdown")).hasText("starting in 5 min");
            Axe.scanBoth(page, "wall where something is starting");
            visitor.picture("wall-starting");
            assertThat(page.locator(".wall-card")).hasCount(0, new HasCountOptions().setTimeout(20_000));
        }
    }

    private static void at(User user, String title, long start, long end) {
        var event = Api.event(title);
        event.putAll(Map.of("start_time", start, "end_time", end));
        Api.create(user, event);
    }

    private static HasTextOptions patiently() {
        return new HasTextOptions().setTimeout(20_000);
    }

    @Test
    void showsAChangeWithinASecondAndWhoMadeIt() {
        var team = Team.on(stage);
        try (var visitor = stage.visitor()) {
            clock(visitor, Team.at(5, 13, 0));
            visitor.enter(team.jonas().token(), "?wall");
            var event = Api.event("Fire drill");
            event.putAll(Map.of("start_time", Team.at(5, 15, 0), "end_time", Team.at(5, 16, 0)));
            event.put("attendees", List.of(team.jonas().email()));
            Api.create(team.mara(), event);
            var row = visitor.page().locator(".wall-row.is-changed");
            assertThat(row).isVisible(new IsVisibleOptions().setTimeout(1000));
            assertThat(row).containsText("Mara Voss added");
        }
    }

    @Test
    void saysWhyItKnowsNothingAndGoesOnByItself() {
        var team = Team.on(stage);
        var isAway = new AtomicBoolean(true);
        try (var visitor = stage.visitor(new NewContextOptions().setViewportSize(1920, 1080))) {
            var page = visitor.page();
            var running = page.locator(".wall-card h2");
            var unknown = page.locator(".wall-unknown");
            clock(visitor, Team.at(5, 9, 20));
            visitor.enter(team.mara().token(), "?wall");
            assertThat(running).hasText("Call with Kyoto");
            page.route("**/api/v2/events?*", route -> answer(route, isAway.get()));
            page.reload();
            assertThat(unknown).containsText("The events cannot be loaded");
            assertThat(unknown).containsText("The service is busy or restarting. Trying again in 0:");
            assertThat(page.getByText("Nothing")).hasCount(0);
            isAway.set(false);
            assertThat(running).hasText("Call with Kyoto");

            page.evaluate(TOKEN, Api.token(team.mara().zuid(), List.of("ZohoCliq.CalendarEvents.ALL")));
            page.reload();
            assertThat(unknown).containsText("This token does not open that: it lacks ZohoCalendar");
            assertThat(page.locator(".wall-connection")).containsText("not live · This token does not open that");
            Axe.scan(page, "wall that knows nothing");
            visitor.picture("wall-unknown");
            page.evaluate(TOKEN, team.mara().token());
            clock(visitor, Team.at(5, 9, 25));
            assertThat(running).hasText("Call with Kyoto");
            visitor.awaitLive();
        }
    }

    @Test
    void doesNotGrowOverTenThousandChanges() {
        var team = Team.on(stage);
        try (var visitor = stage.visitor()) {
            clock(visitor, Team.at(5, 9, 0));
            visitor.enter(team.mara().token(), "?wall");
            var debugger = visitor.context().newCDPSession(visitor.page());
            change(visitor, 0, 2_000, Team.at(5, 9, 0));
            var before = heap(debugger);
            var nodes = visitor.page().locator("*").count();
            turnTo(visitor, "2026-04", 2_000, 4_000);
            turnTo(visitor, "2026-05", 6_000, 4_000);
            turnTo(visitor, "2026-06", CHANGES, 2_000);
            var after = heap(debugger);
            assertTrue(after - before < MIB, "%.2f MiB more than %.2f".formatted((after - before) / MIB, before / MIB));
            assertTrue(visitor.page().locator("*").count() < nodes + 60);
            assertThat(visitor.page().locator(".wall-row").first()).isVisible();
        }
    }

    /// Lets the clock go on to the third of a month, and changes come then.
    private static void turnTo(Visitor visitor, String month, int from, int count) {
        var now = Instant.parse(month + "-03T07:00:00Z").toEpochMilli();
        clock(visitor, now);
        visitor.page().waitForFunction(TURNED, month);
        change(visitor, from, count, now);
    }

    private static void answer(Route route, boolean isAway) {
        if (isAway) {
            route.fulfill(new Route.FulfillOptions().setStatus(503).setBody("{}"));
        } else {
            route.resume();
        }
    }

    private static void change(Visitor visitor, int from, int count, long now) {
        visitor.page().evaluate(CHANGE, List.of(from, count, (double) now));
    }

    private static void clock(Visitor visitor, long moment) {
        visitor.page().clock().setFixedTime(Date.from(Instant.ofEpochMilli(moment)));
    }

    /// What the page holds on to, in bytes.
    private static double heap(CDPSession debugger) {
        debugger.send("HeapProfiler.enable");
        for (var round = 0; round < 3; round++) {
            debugger.send("HeapProfiler.collectGarbage");
        }
        return debugger.send("Runtime.getHeapUsage").get("usedSize").getAsDouble();
    }
}

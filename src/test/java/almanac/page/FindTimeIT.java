package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Finding a time at which the guests are free.
@ExtendWith(Stage.Director.class)
class FindTimeIT {
    private final Stage stage;

    FindTimeIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void showsWhenTheGuestsAreTakenAndOffersFreeTimes() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        add(mara, "Dentist", Team.at(5, 9, 0), Team.at(5, 10, 0));
        add(jonas, "Workshop", Team.at(5, 10, 30), Team.at(5, 16, 0));
        try (var visitor = stage.visitor(new NewContextOptions().setViewportSize(360, 800))) {
            var page = visitor.page();
            var keys = page.keyboard();
            page.clock().setFixedTime(Date.from(Instant.ofEpochMilli(Team.at(5, 8, 40))));
            visitor.enter(mara.token(), "#day/2026-03-05");
            assertThat(visitor.event("Dentist")).isVisible();
            visitor.button("New event").click();
            assertThat(visitor.button("Find a time")).isHidden();
            for (var guest : List.of(jonas.email(), "guest@example.org")) {
                page.getByLabel("Guests").fill(guest);
                keys.press("Enter");
            }
            visitor.button("Find a time").click();
            var people = page.locator(".find-person");
            assertThat(people).hasCount(3);
            assertThat(people.nth(0)).containsText("You");
            assertThat(people.nth(0)).containsText("09:00 – 10:00");
            assertThat(people.nth(0).locator(".find-state")).hasText("busy");
            assertThat(people.nth(1)).containsText("10:30 – 16:00");
            assertThat(people.nth(1).locator(".find-state")).hasText("free");
            assertThat(people.nth(2).locator(".find-state")).hasText("times not known");
            assertThat(people.nth(2)).containsText("The times are not shared.");
            assertThat(page.getByText("Not known, so not looked at: guest@example.org."))
                    .isVisible();
            Axe.scanBoth(page, "finding a time");
            visitor.picture("find-time");

            visitor.button("Next day").click();
            assertThat(page.locator(".find-day")).hasText("Friday 6 March");
            assertThat(people.nth(1)).containsText("Nothing on this day");
            visitor.button("Previous day").click();
            assertThat(page.locator(".find-day")).hasText("Thursday 5 March");
            var offers = page.locator(".find-offers");
            assertThat(offers.getByRole(AriaRole.BUTTON)).hasCount(3);
            assertThat(offers.getByRole(AriaRole.BUTTON).first()).hasText("Thu, 5 Mar 2026, 16:00 – 17:00");
            offers.getByRole(AriaRole.BUTTON).first().focus();
            keys.press("Enter");
            assertThat(page.locator("dialog[open]")).hasCount(1);
            assertThat(page.getByLabel("Starts: date")).hasValue("2026-03-05");
            assertThat(page.getByLabel("Starts: time")).hasValue("16:00");
            assertThat(page.getByLabel("Ends: time")).hasValue("17:00");
        }
    }

    @Test
    void saysThatTheTimesCannotBeRead() {
        var mara = stage.user("Mara Voss");
        var scopes = Api.ALL_SCOPES.stream()
                .filter(scope -> !scope.contains("freebusy"))
                .toList();
        try (var visitor = stage.visitor()) {
            visitor.enter(Api.token(mara.zuid(), scopes), "#month/2026-03-02");
            visitor.button("New event").click();
            visitor.page().getByLabel("Guests").fill("guest@example.org");
            visitor.page().keyboard().press("Enter");
            visitor.button("Find a time").click();
            var state = visitor.page().locator(".find").getByText("The times cannot be read.");
            assertThat(state).containsText("it lacks ZohoCalendar.freebusy");
            assertThat(rows(visitor)).hasCount(0);
        }
    }

    private static Locator rows(Visitor visitor) {
        return visitor.page().locator(".find-person");
    }

    private static void add(User user, String title, long start, long end) {
        var event = Api.event(title);
        event.putAll(Map.of("start_time", start, "end_time", end));
        Api.create(user, event);
    }
}

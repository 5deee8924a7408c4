package almanac.page;

import static almanac.page.Mondays.A_WHILE;
import static almanac.page.Mondays.MONDAYS;
import static almanac.page.Mondays.MONTH;
import static almanac.page.Mondays.answer;
import static almanac.page.Mondays.choose;
import static almanac.page.Mondays.count;
import static almanac.page.Mondays.drag;
import static almanac.page.Mondays.on;
import static almanac.page.Mondays.open;
import static almanac.page.Mondays.remove;
import static almanac.page.Mondays.rename;
import static almanac.page.Mondays.repeat;
import static almanac.page.Mondays.starts;
import static almanac.page.Mondays.titles;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Repeating;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Changing one, some or all occurrences of a series on the page. A second browser follows.
@ExtendWith(Stage.Director.class)
class ScopeIT {
    private static final String WEEK = "#week/2026-03-09";
    private static final long A_WEEK = 7 * Api.DAY;

    private final Stage stage;

    ScopeIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void changesOneEventAndMarksIt() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=WEEKLY");
        try (var one = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            rename(one, "Tea", 1, "Coffee");
            var question = one.page().locator("dialog").last();
            assertThat(question.getByLabel("This event")).isChecked();
            assertThat(question.getByLabel("This event")).isFocused();
            Axe.scanBoth(one.page(), "which events");
            one.picture("which-events");
            one.page().keyboard().press("Enter");
            count(one, "Coffee", 1);
            count(one, "Tea", MONDAYS - 1);
            count(other, "Coffee", 1);
            count(other, "Tea", MONDAYS - 1);
            assertThat(other.event("Coffee").locator(".chip-exception")).containsText("differs from its series");
            assertThat(one.page().locator("#details h2")).hasText("Coffee");
            assertThat(one.page().locator(".details-exception")).hasText("Differs from its series: title");
            assertThat(one.page().locator(".details-repeat")).hasText("Weekly on Monday");
            Axe.scanBoth(one.page(), "an exception");
            assertEquals(List.of("Tea", "Coffee", "Tea", "Tea", "Tea"), titles(mara));
        }
    }

    @Test
    void changesThisAndFollowingEvents() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=WEEKLY;COUNT=5");
        try (var one = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            rename(one, "Tea", 2, "Coffee");
            one.page().keyboard().press("ArrowDown");
            one.page().keyboard().press("Enter");
            count(one, "Coffee", 3);
            count(one, "Tea", 2);
            count(other, "Coffee", 3);
            count(other, "Tea", 2);
            assertThat(one.page().locator("#details h2")).hasText("Coffee");
            assertThat(one.page().locator(".details-repeat")).hasText("Weekly on Monday, 3 times");
            assertEquals(List.of("Tea", "Tea", "Coffee", "Coffee", "Coffee"), titles(mara));
        }
    }

    @Test
    void changesAllEventsAndTheirRule() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=WEEKLY");
        try (var one = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            var details = open(one, "Tea", 1);
            var followed = open(other, "Tea", 1);
            one.button("Edit").click();
            one.page().getByLabel("Title").fill("Coffee");
            one.page().getByLabel("Starts: time").fill("09:00");
            one.page().getByLabel("Ends: time").fill("10:00");
            one.button("Save").click();
            answer(one, "All events", "Save");
            count(one, "Coffee", MONDAYS);
            count(other, "Coffee", MONDAYS);
            assertThat(details).containsText("Mon, 9 Mar 2026, 09:00 – 10:00");
            assertThat(followed).containsText("Mon, 9 Mar 2026, 09:00 – 10:00");
            assertThat(followed.locator("h2")).hasText("Coffee");
            assertEquals(
                    List.of(
                            Team.at(2, 9, 0),
                            Team.at(9, 9, 0),
                            Team.at(16, 9, 0),
                            Team.at(23, 9, 0),
                            Team.at(30, 9, 0)),
                    starts(mara));
            one.button("Edit").click();
            choose(one.page(), "repeat", "custom");
            assertThat(one.page().locator("#edit-repeat-text")).hasText("Every second Monday");
            one.button("Save").click();
            assertThat(one.page().locator("dialog").last().getByLabel("This event"))
                    .hasCount(0);
            answer(one, "All events", "Save");
            count(one, "Coffee", 3);
            count(other, "Coffee", 3);
            assertEquals(List.of(Team.at(2, 9, 0), Team.at(16, 9, 0), Team.at(30, 9, 0)), starts(mara));
        }
    }

    @Test
    void dragsOneEventOrAll() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=WEEKLY");
        try (var one = stage.visitor(mara, WEEK);
                var other = stage.visitor(mara, WEEK)) {
            drag(one, 2);
            answer(one, "This event", "Save");
            assertThat(on(one, 11)).hasCount(1);
            assertThat(on(one, 11).locator(".chip-exception")).hasCount(1);
            assertThat(on(other, 11)).hasCount(1, new HasCountOptions().setTimeout(A_WHILE));
            assertEquals(
                    List.of(
                            Api.TEN,
                            Api.TEN + A_WEEK + 2 * Api.DAY,
                            Api.TEN + 2 * A_WEEK,
                            Api.TEN + 3 * A_WEEK,
                            Team.at(30, 11, 0)),
                    starts(mara));
            one.page().locator("#forth").click();
            other.page().locator("#forth").click();
            assertThat(on(one, 16)).hasCount(1);
            drag(one, 1);
            one.page().keyboard().press("Escape");
            assertThat(on(one, 16)).hasCount(1);
            drag(one, 1);
            answer(one, "All events", "Save");
            assertThat(on(one, 17)).hasCount(1);
            assertThat(on(one, 16)).hasCount(0);
            assertThat(on(other, 17)).hasCount(1, new HasCountOptions().setTimeout(A_WHILE));
            assertThat(one.page().locator(".toast-error")).hasCount(0);
        }
    }

    @Test
    void movesOneEventAloneToAnotherDayWhereTheRuleNamesTheDays() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1,2");
        try (var one = stage.visitor(mara, WEEK)) {
            drag(one, 2);
            var question = one.page().locator("dialog");
            assertThat(question).containsText("Monthly on the first Monday and the second Monday: only this event");
            assertThat(question.locator("input")).hasCount(1);
            one.page().keyboard().press("Enter");
            // The event is drawn where it was dropped, before it is saved.
            assertThat(on(one, 11).locator(".chip-exception")).hasCount(1);
            assertEquals(List.of(Api.TEN, Api.TEN + A_WEEK + 2 * Api.DAY), starts(mara));
        }
    }

    @Test
    void removesOneThenTheFollowingThenAll() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=WEEKLY");
        try (var one = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            remove(one, 1, "This event");
            count(one, "Tea", MONDAYS - 1);
            count(other, "Tea", MONDAYS - 1);
            assertEquals(
                    List.of(Api.TEN, Api.TEN + 2 * A_WEEK, Api.TEN + 3 * A_WEEK, Team.at(30, 11, 0)), starts(mara));
            remove(one, 2, "This and following events");
            count(one, "Tea", 2);
            count(other, "Tea", 2);
            assertEquals(List.of(Api.TEN, Api.TEN + 2 * A_WEEK), starts(mara));
            remove(one, 1, "All events");
            count(one, "Tea", 0);
            count(other, "Tea", 0);
            assertEquals(List.of(), starts(mara));
        }
    }

    @Test
    void answersForOneEventOrForAll() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        var body = Api.event("Tea", "recurrence_rule", "FREQ=WEEKLY");
        body.put("attendees", List.of(jonas.email()));
        var made = Api.create(mara, body);
        try (var organizer = stage.visitor(mara, MONTH);
                var guest = stage.visitor(jonas, MONTH)) {
            open(guest, "Tea", 1);
            guest.button("Decline").click();
            answer(guest, "This event", "Answer");
            var declined = new FilterOptions().setHasText("1 declined");
            assertThat(organizer.event("Tea").filter(declined)).hasCount(1, new HasCountOptions().setTimeout(A_WHILE));
            open(guest, "Tea", 0);
            guest.button("Accept").click();
            answer(guest, "All events", "Answer");
            var accepted = new FilterOptions().setHasText("1 accepted");
            for (var visitor : List.of(organizer, guest)) {
                assertThat(visitor.event("Tea").filter(accepted))
                        .hasCount(MONDAYS - 1, new HasCountOptions().setTimeout(A_WHILE));
                assertThat(visitor.event("Tea").filter(declined)).hasCount(1);
            }
            var series = Repeating.item(mara, made, null);
            Repeating.edit(mara, series, "start_time", Api.TEN - 60 * Api.MINUTE, "end_time", Api.TEN);
            var moved = new FilterOptions().setHasText("10:00");
            for (var visitor : List.of(organizer, guest)) {
                assertThat(visitor.event("Tea").filter(moved))
                        .hasCount(MONDAYS, new HasCountOptions().setTimeout(A_WHILE));
            }
        }
    }
}

package almanac.page;

import static almanac.page.Mondays.MONDAYS;
import static almanac.page.Mondays.MONTH;
import static almanac.page.Mondays.answer;
import static almanac.page.Mondays.choose;
import static almanac.page.Mondays.count;
import static almanac.page.Mondays.each;
import static almanac.page.Mondays.fill;
import static almanac.page.Mondays.list;
import static almanac.page.Mondays.open;
import static almanac.page.Mondays.rename;
import static almanac.page.Mondays.repeat;
import static almanac.page.Mondays.starts;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Making events that repeat on the page, and what it says of them.
@ExtendWith(Stage.Director.class)
class RepeatIT {
    private final Stage stage;

    RepeatIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void makesAWeeklyEventAndSaysWhen() {
        var mara = stage.user("Mara Voss");
        try (var one = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            var page = one.page();
            fill(one, "Tea", "2026-03-02", "11:00", "11:30");
            choose(page, "repeat", "weekly");
            assertThat(page.locator("#edit-repeat-text")).hasText("Weekly on Monday");
            page.locator(".repeat-days input[value=WE]").check();
            assertThat(page.locator("#edit-repeat-text")).hasText("Weekly on Monday and Wednesday");
            page.locator(".repeat-days input[value=WE]").uncheck();
            choose(page, "repeat-ends", "on");
            page.getByLabel("Stops: date").fill("2026-04-15");
            assertThat(page.locator("#edit-repeat-text")).hasText("Weekly on Monday until 15 April 2026");
            Axe.scanBoth(page, "editor of what repeats");
            one.picture("editor-repeat");
            one.button("Save").click();
            assertThat(page.locator(".details-repeat")).hasText("Weekly on Monday until 15 April 2026");
            assertThat(page.locator("#details")).containsText("Mon, 2 Mar 2026, 11:00 – 11:30");
            count(one, "Tea", MONDAYS);
            count(other, "Tea", MONDAYS);
            assertThat(one.event("Tea").first().locator(".chip-sign")).containsText("repeats");
            assertThat(one.event("Tea").first().locator(".chip-sign")).hasAttribute("title", "Repeats");
            assertEquals(
                    List.of(
                            Team.at(2, 11, 0),
                            Team.at(9, 11, 0),
                            Team.at(16, 11, 0),
                            Team.at(23, 11, 0),
                            Team.at(30, 11, 0)),
                    starts(mara));
            one.picture("month-repeat");
        }
    }

    @Test
    void offersWhatPeopleRepeat() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH)) {
            var page = visitor.page();
            fill(visitor, "Tea", "2026-03-27", "11:00", "11:30");
            var text = page.locator("#edit-repeat-text");
            assertThat(text).isEmpty();
            choose(page, "repeat", "daily");
            assertThat(text).hasText("Daily");
            choose(page, "repeat", "weekdays");
            assertThat(text).hasText("Every weekday");
            choose(page, "repeat", "monthly");
            assertThat(text).hasText("Monthly on the 27th");
            choose(page, "repeat-monthly", "weekday");
            choose(page, "repeat-ordinal", "-1");
            assertThat(text).hasText("Monthly on the last Friday");
            choose(page, "repeat-ends", "after");
            page.getByLabel("Stops: times").fill("10");
            assertThat(text).hasText("Monthly on the last Friday, 10 times");
            choose(page, "repeat", "yearly");
            assertThat(text).hasText("Yearly on 27 March, 10 times");
            choose(page, "repeat", "custom");
            page.getByLabel("Every: number").fill("3");
            choose(page, "repeat-unit", "days");
            assertThat(text).hasText("Every 3 days, 10 times");
            page.getByLabel("Every: number").fill("0");
            visitor.button("Save").click();
            assertThat(page.locator("#edit-error")).hasText("Repeat needs a number from 1 to 1000");
            page.getByLabel("Every: number").fill("3");
            visitor.button("Save").click();
            assertThat(page.locator(".details-repeat")).hasText("Every 3 days, 10 times");
            page.locator("#forth").click();
            // The first one is in the last week that April does not show.
            count(visitor, "Tea", 9);
        }
    }

    @Test
    void endsARepetition() {
        var mara = stage.user("Mara Voss");
        repeat(mara, "FREQ=WEEKLY");
        try (var one = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            open(one, "Tea", 0);
            one.button("Edit").click();
            choose(one.page(), "repeat", "never");
            one.button("Save").click();
            answer(one, "All events", "Save");
            count(one, "Tea", 1);
            count(other, "Tea", 1);
            assertThat(one.event("Tea").locator(".chip-sign")).hasCount(0);
            assertEquals(List.of(Api.TEN), starts(mara));
        }
    }

    @Test
    void repeatsWholeDaysOverAChangeOfTheClock() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH)) {
            var page = visitor.page();
            fill(visitor, "Fair", "2026-03-27", "11:00", "11:30");
            page.getByLabel("Ends: date").fill("2026-03-28");
            page.getByLabel("All day").check();
            choose(page, "repeat", "custom");
            choose(page, "repeat-unit", "days");
            choose(page, "repeat-ends", "after");
            page.getByLabel("Stops: times").fill("3");
            assertThat(page.locator("#edit-repeat-text")).hasText("Every second day, 3 times");
            visitor.button("Save").click();
            assertThat(page.locator(".details-when")).hasText("Fri, 27 Mar 2026 – Sat, 28 Mar 2026");
            var items = list(mara);
            assertEquals(List.of(Team.at(27, 0, 0), Team.at(29, 0, 0), Team.at(31, 0, 0)), starts(mara));
            assertEquals(List.of("2026-03-27", "2026-03-29", "2026-03-31"), each(items, "start_date"));
            assertEquals(List.of("2026-03-29", "2026-03-31", "2026-04-02"), each(items, "end_date"));
            assertEquals(List.of("20260327", "20260329", "20260331"), each(items, "recurrence_id"));
            assertEquals(List.of(true, true, true), each(items, "isallday"));
        }
    }

    @Test
    void aTimedDayStaysTimed() {
        var mara = stage.user("Mara Voss");
        var shift = Api.event("Shift", "recurrence_rule", "FREQ=WEEKLY");
        shift.putAll(Map.of("start_time", Team.at(3, 0, 0), "end_time", Team.at(4, 0, 0), "isallday", false));
        Api.create(mara, shift);
        try (var visitor = stage.visitor(mara, MONTH)) {
            rename(visitor, "Shift", 1, "Night");
            answer(visitor, "All events", "Save");
            count(visitor, "Night", MONDAYS);
            assertEquals(List.of(false, false, false, false, false), each(list(mara), "isallday"));
        }
    }
}

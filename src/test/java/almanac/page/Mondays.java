package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Events that repeat in March 2026, and what people do with them on the page.
final class Mondays {
    /// The month that has them.
    static final String MONTH = "#month/2026-03-02";

    /// Their number; the last one is after the change to summer time.
    static final int MONDAYS = 5;

    /// How long a page may take to show a change, in ms.
    static final double A_WHILE = 15_000;

    private Mondays() {}

    /// Opens the form of a new event, and fills in what each has.
    static void fill(Visitor visitor, String title, String day, String from, String to) {
        var page = visitor.page();
        page.keyboard().press("n");
        page.getByLabel("Title").fill(title);
        page.getByLabel("Starts: date").fill(day);
        page.getByLabel("Starts: time").fill(from);
        page.getByLabel("Ends: date").fill(day);
        page.getByLabel("Ends: time").fill(to);
    }

    static void choose(Page page, String field, String value) {
        page.locator("#edit-" + field).selectOption(value);
    }

    static Locator open(Visitor visitor, String title, int index) {
        visitor.event(title).nth(index).click();
        assertThat(visitor.page().locator("#details h2")).hasText(title);
        return visitor.page().locator("#details");
    }

    static void rename(Visitor visitor, String title, int index, String other) {
        open(visitor, title, index);
        visitor.button("Edit").click();
        visitor.page().getByLabel("Title").fill(other);
        visitor.button("Save").click();
        assertThat(visitor.page().locator("dialog")).hasCount(2);
    }

    static void remove(Visitor visitor, int index, String scope) {
        open(visitor, "Tea", index);
        visitor.button("Remove").click();
        answer(visitor, scope, "Remove");
        assertThat(visitor.page().locator("#details")).isHidden();
    }

    /// Answers the question which events are meant.
    static void answer(Visitor visitor, String scope, String verb) {
        var question = visitor.page().locator("dialog").last();
        question.getByText(scope, new Locator.GetByTextOptions().setExact(true)).click();
        question.locator("button[type=submit]")
                .filter(new FilterOptions().setHasText(verb))
                .click();
        assertThat(visitor.page().locator("dialog")).hasCount(0);
    }

    static void count(Visitor visitor, String title, int count) {
        assertThat(visitor.event(title)).hasCount(count, new HasCountOptions().setTimeout(A_WHILE));
    }

    /// What is drawn on a day of March.
    static Locator on(Visitor visitor, int day) {
        return visitor.page().locator(".fc-timegrid-col[data-date='2026-03-%02d'] .fc-event".formatted(day));
    }

    /// Drags the only event of a week by some days.
    static void drag(Visitor visitor, int days) {
        var width =
                visitor.page().locator(".fc-timegrid-col[data-date]").first().boundingBox().width;
        EditIT.drag(visitor, visitor.event("Tea").first(), days * width, 0);
        assertThat(visitor.page().locator("dialog")).hasCount(1);
    }

    static void repeat(User user, String rule) {
        Api.create(user, Api.event("Tea", "recurrence_rule", rule));
    }

    /// The items of March.
    static List<Map<String, Object>> list(User user) {
        return user.call()
                .queryParams("from", Team.at(2, 0, 0), "to", Team.at(2, 0, 0) + 31 * Api.DAY)
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    static List<Object> each(List<Map<String, Object>> items, String field) {
        return new ArrayList<>(items.stream()
                .map(item -> Objects.requireNonNull(item.get(field)))
                .toList());
    }

    static List<Object> starts(User user) {
        return each(list(user), "start_time");
    }

    static List<Object> titles(User user) {
        return each(list(user), "title");
    }
}

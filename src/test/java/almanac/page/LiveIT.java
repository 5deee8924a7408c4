package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.Repeating;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is changed anywhere shows in every open page, whatever becomes of the connection.
@ExtendWith(Stage.Director.class)
class LiveIT {
    private static final String MARCH = "#month/2026-03-02";
    private static final double A_SECOND = 1000;
    private static final double A_WHILE = 30_000;

    private final Stage stage;

    LiveIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void whatOneBrowserChangesTheOtherShowsWithinASecond() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        Api.create(mara, Api.event("Tea", "attendees", List.of(jonas.email())));
        try (var one = stage.visitor(mara, MARCH);
                var other = stage.visitor(jonas, MARCH)) {
            var details = other.open("Tea");
            one.open("Tea");
            one.button("Edit").click();
            one.page().getByLabel("Title").fill("Coffee");
            one.button("Save").click();
            assertThat(one.page().locator("dialog")).hasCount(0);
            assertThat(details.locator("h2")).containsText("Coffee", new ContainsTextOptions().setTimeout(A_SECOND));
            assertThat(other.event("Coffee").locator(".chip-mark")).containsText("Mara");
            assertThat(details.locator(".details-mark")).containsText("Mara Voss renamed this just now");
            assertThat(other.page().locator("#changes li").first()).containsText("Mara Voss renamed Coffee");
            assertThat(other.page().locator("#announcer")).containsText("Mara Voss renamed Coffee");
        }
    }

    @Test
    void changesOfTheApiShowWithinASecondAndGoWithinASecond() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MARCH)) {
            var made = Api.create(mara, Api.event("Tea"));
            assertThat(visitor.event("Tea")).isVisible(new IsVisibleOptions().setTimeout(A_SECOND));
            var fields = Map.of("calendar_id", made.get("calendar_id"), "edit_tag", made.get("edit_tag"));
            mara.send(fields)
                    .delete("/api/v2/events/{id}", made.get("id"))
                    .then()
                    .statusCode(204);
            assertThat(visitor.event("Tea")).hasCount(0, new HasCountOptions().setTimeout(A_SECOND));
        }
    }

    @Test
    void talliesMoveAsPeopleAnswer() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        var event = Api.create(mara, Api.event("Tea", "attendees", List.of(jonas.email(), "guest@example.org")));
        try (var organizer = stage.visitor(mara, MARCH);
                var guest = stage.visitor(jonas, MARCH)) {
            var tally = organizer.open("Tea").locator(".tally-numbers");
            assertThat(tally).containsText("0 accepted");
            guest.open("Tea");
            guest.button("Accept").click();
            assertThat(tally).containsText("1 accepted", new ContainsTextOptions().setTimeout(A_SECOND));
            assertThat(organizer.event("Tea").locator(".chip-tally")).containsText("1/2");
            assertThat(guest.page().locator(".answer-accepted[aria-pressed=true]"))
                    .hasText("Accept");
            Api.answer(jonas, event.get("id"), "declined");
            assertThat(tally).containsText("1 declined", new ContainsTextOptions().setTimeout(A_SECOND));
            assertThat(guest.page().locator(".answer-declined[aria-pressed=true]"))
                    .isVisible(new IsVisibleOptions().setTimeout(A_SECOND));
        }
    }

    @Test
    void aCalendarThatIsOpenedBringsItsEventsAndTakesThemAlongWhenItIsClosed() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        Api.create(mara, Api.event("Secret tea"));
        var share = "/api/v2/calendars/" + mara.calendarNumber() + "/shares/" + jonas.email();
        try (var visitor = stage.visitor(jonas, MARCH)) {
            assertThat(visitor.event("Secret tea")).hasCount(0);
            mara.send(Map.of("privilege", "view")).put(share).then().statusCode(200);
            assertThat(visitor.event("Secret tea")).isVisible();
            assertThat(visitor.page().locator("#calendars li")).hasCount(2);
            visitor.open("Secret tea");
            assertThat(visitor.button("Edit")).hasCount(0);
            mara.call().delete(share).then().statusCode(204);
            assertThat(visitor.event("Secret tea")).hasCount(0);
            assertThat(visitor.page().locator("#calendars li")).hasCount(1);
        }
    }

    @Test
    void aColleagueWhoIsInNoEventIsKnownByNameAllTheSame() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        var event = Api.create(mara, Api.event("Tea"));
        mara.send(Map.of("privilege", "edit"))
                .put("/api/v2/calendars/" + mara.calendarNumber() + "/shares/" + jonas.email())
                .then()
                .statusCode(200);
        try (var visitor = stage.visitor(mara, MARCH)) {
            Api.edit(jonas, event.get("id"), Map.of("title", "Coffee")).then().statusCode(200);
            assertThat(visitor.page().locator("#changes li").first()).containsText("Jonas Lind renamed Coffee");
        }
    }

    @Test
    void aCalendarIsHiddenInEveryTab() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var one = stage.visitor(mara, MARCH);
                var other = stage.visitor(mara, MARCH)) {
            one.page().locator("#calendars input").uncheck();
            assertThat(one.event("Tea")).hasCount(0);
            assertThat(other.event("Tea")).hasCount(0);
            other.page().locator("#calendars input").check();
            assertThat(one.event("Tea")).isVisible();
        }
    }

    @Test
    void catchesUpByItselfAfterAKillOfTheService() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Before"));
        try (var visitor = stage.visitor(mara, MARCH)) {
            assertThat(visitor.event("Before")).isVisible();
            visitor.page().evaluate("window.sameDocument = true");
            stage.kill();
            assertThat(visitor.page().locator("#connection[data-kind=broken]"))
                    .isVisible(new IsVisibleOptions().setTimeout(A_WHILE));
            visitor.picture("connection-lost");
            assertThat(visitor.event("Before")).isVisible();
            stage.startAgain(() -> Api.create(mara, Api.event("Meanwhile")));
            visitor.awaitLive();
            assertThat(visitor.event("Meanwhile")).isVisible(new IsVisibleOptions().setTimeout(A_WHILE));
            Api.create(mara, Api.event("Afterwards"));
            assertThat(visitor.event("Afterwards")).isVisible(new IsVisibleOptions().setTimeout(A_SECOND));
            assertTrue((Boolean) visitor.page().evaluate("window.sameDocument"), "it was not loaded again");
        }
    }

    @Test
    void readsAnewWhatIsLookedAtWhenTheCursorIsGoodNoLonger() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MARCH)) {
            visitor.page().evaluate("almanac.feed.stop()");
            Api.edit(mara, event.get("id"), Map.of("title", "Coffee")).then().statusCode(200);
            visitor.page().evaluate("almanac.session.cursor = 'nonsense'; almanac.feed.start()");
            assertThat(visitor.event("Coffee")).isVisible();
            visitor.awaitLive();
        }
    }

    @Test
    void aReloadGoesOnWhereItWas() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, "#week/2026-03-02")) {
            var stream = visitor.page()
                    .waitForRequest("**/api/v2/changes*", () -> visitor.page().reload());
            assertTrue(stream.url().contains("last_event_id="), stream.url());
            visitor.awaitLive();
            assertThat(visitor.event("Tea")).isVisible();
            assertThat(visitor.page().locator("#view-week")).hasAttribute("aria-pressed", "true");
        }
    }

    private static String feedToken(User user) {
        return user.send(Map.of())
                .post("/api/v2/feed_tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("data.token");
    }

    /// The lines that docs/change-feed.md gives to the browser, as they stand there.
    @Test
    void theLinesOfTheDocsFollowAList() throws IOException {
        var mara = stage.user("Mara Voss");
        var token = feedToken(mara);
        Api.create(mara, soon("Tea"));
        try (var visitor = stage.visitor(mara, MARCH)) {
            visitor.page()
                    .evaluate("() => { const feedToken = '" + token + "';\n" + linesForTheBrowser()
                            + "\nwindow.followed = events; }");
            awaitTitles(visitor, "Tea");
            var made = Api.create(mara, soon("Coffee"));
            awaitTitles(visitor, "Coffee,Tea");
            mara.send(Map.of("calendar_id", made.get("calendar_id"), "edit_tag", made.get("edit_tag")))
                    .delete("/api/v2/events/{id}", made.get("id"))
                    .then()
                    .statusCode(204);
            awaitTitles(visitor, "Tea");
        }
    }

    @Test
    void theLinesOfTheDocsKeepOccurrencesApart() throws IOException {
        var mara = stage.user("Mara Voss");
        var token = feedToken(mara);
        var weekly = soon("Tea");
        weekly.put("recurrence_rule", "FREQ=WEEKLY;COUNT=3");
        var series = Api.create(mara, weekly);
        try (var visitor = stage.visitor(mara, MARCH)) {
            visitor.page()
                    .evaluate("() => { const feedToken = '" + token + "';\n" + linesForTheBrowser()
                            + "\nwindow.followed = events; }");
            awaitTitles(visitor, "Tea,Tea,Tea");
            var second = Repeating.id((long) weekly.get("start_time") + 7 * Api.DAY);
            assertEquals(204, Repeating.delete(mara, series, second, "only").statusCode());
            awaitTitles(visitor, "Tea,Tea");
            var third = Repeating.item(mara, series, Repeating.id((long) weekly.get("start_time") + 14 * Api.DAY));
            Repeating.edit(mara, third, "title", "Coffee", "recurrence_id", third.get("recurrence_id"));
            awaitTitles(visitor, "Coffee,Tea");
        }
    }

    private static void awaitTitles(Visitor visitor, String titles) {
        visitor.page()
                .waitForFunction(
                        "titles => [...window.followed.values()].map(event => event.title).sort().join()"
                                + " === titles",
                        titles);
    }

    private static Map<String, Object> soon(String title) {
        var event = Api.event(title);
        event.put("start_time", System.currentTimeMillis() + Api.DAY);
        event.put("end_time", System.currentTimeMillis() + Api.DAY + 30 * Api.MINUTE);
        return event;
    }

    private static String linesForTheBrowser() throws IOException {
        var docs = Files.readString(Path.of("docs", "change-feed.md"));
        var start = docs.indexOf("```js\n") + "```js\n".length();
        return docs.substring(start, docs.indexOf("```", start));
    }
}

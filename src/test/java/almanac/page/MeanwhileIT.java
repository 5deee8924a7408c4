package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What somebody does on the page to an event that somebody else changes meanwhile.
@ExtendWith(Stage.Director.class)
class MeanwhileIT {
    private static final String MONTH = "#month/2026-03-02";
    private static final String WEEK = "#week/2026-03-02";

    private final Stage stage;

    MeanwhileIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void aStaleEditShowsBothVersionsAndLetsThePersonChoose() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            beginToEdit(visitor);
            Api.edit(mara, event.get("id"), Map.of("title", "Theirs", "location", "Room 2"))
                    .then()
                    .statusCode(200);
            assertThat(visitor.page().locator("#edit-notice")).isVisible();
            visitor.button("Save").click();
            var dialog = visitor.page().locator("dialog.dialog-wide");
            assertThat(dialog.locator("tbody tr")).hasCount(2);
            assertThat(dialog.getByLabel("Title: yours")).isChecked();
            assertThat(dialog.getByLabel("Location: theirs")).isChecked();
            Axe.scanBoth(visitor.page(), "conflict");
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
            beginToEdit(visitor);
            Api.edit(mara, event.get("id"), Map.of("title", "Theirs")).then().statusCode(200);
            visitor.button("Save").click();
            visitor.button("Take all of theirs").click();
            assertThat(visitor.page().locator("#details h2")).hasText("Theirs");
            assertEquals("Theirs", Api.read(mara, event).get("title"));
        }
    }

    @Test
    void anAnswerInBetweenIsNoConflict() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        var event = Api.create(mara, Api.event("Tea", "attendees", List.of(jonas.email())));
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.open("Tea");
            visitor.button("Edit").click();
            visitor.page().getByLabel("Title").fill("Coffee");
            Api.answer(jonas, event.get("id"), "accepted").then().statusCode(200);
            assertThat(visitor.event("Tea").locator(".chip-tally")).containsText("1/1");
            assertThat(visitor.page().locator("#edit-notice")).isHidden();
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#details h2")).hasText("Coffee");
            assertThat(visitor.page().locator("dialog")).hasCount(0);
        }
    }

    @Test
    void aFormSaysThatItsEventWasRemoved() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.open("Tea");
            visitor.button("Edit").click();
            visitor.page().getByLabel("Title").fill("Coffee");
            remove(mara, event);
            assertThat(visitor.page().locator("#edit-notice")).hasText("This event was removed meanwhile.");
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#edit-error")).containsText("It is no longer there");
            assertThat(visitor.page().getByLabel("Title")).hasValue("Coffee");
        }
    }

    @Test
    void aDragAfterSomebodyWasFasterShowsBothVersionsAndIsTakenBack() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea", "end_time", Api.TEN + 60 * Api.MINUTE));
        try (var visitor = stage.visitor(mara, WEEK)) {
            var tea = visitor.event("Tea");
            var before = tea.boundingBox();
            visitor.page().evaluate("almanac.feed.stop()");
            Api.edit(mara, event.get("id"), Map.of("title", "Tea", "location", "Room 2"))
                    .then()
                    .statusCode(200);
            var wednesday = visitor.page().locator(".fc-timegrid-col[data-date='2026-03-04']");
            EditIT.drag(visitor, tea, wednesday.boundingBox().x - before.x + 8, 0);
            var dialog = visitor.page().locator("dialog.dialog-wide");
            assertThat(dialog.getByLabel("When: yours")).isChecked();
            assertThat(dialog.getByLabel("Location: theirs")).isChecked();
            // Meanwhile everything is drawn anew.
            visitor.page().evaluate("almanac.store.setCalendars([...almanac.store.calendars.values()])");
            visitor.page().keyboard().press("Escape");
            assertThat(dialog).hasCount(0);
            assertThat(visitor.page().locator(".fc-timegrid-col[data-date='2026-03-02'] .fc-event"))
                    .containsText("Room 2");
            assertThat(tea).hasCount(1);
        }
    }

    @Test
    void removesAfterAskingAndSaysWhenSomebodyWasFaster() {
        var mara = stage.user("Mara Voss");
        var event = Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            visitor.open("Tea");
            visitor.button("Remove").click();
            Axe.scanBoth(visitor.page(), "confirm");
            visitor.button("Keep it").click();
            assertThat(visitor.button("Remove")).isFocused();
            visitor.button("Remove").click();
            Api.edit(mara, event.get("id"), Map.of("title", "Tea for two"))
                    .then()
                    .statusCode(200);
            assertThat(visitor.event("Tea for two")).isVisible();
            visitor.page().locator("dialog .danger").click();
            var toast = visitor.page().locator(".toast-error");
            assertThat(toast).containsText("“Tea for two” was changed meanwhile, and is still there.");
            Axe.scanBoth(visitor.page(), "toast");
            visitor.button("Remove it all the same").click();
            assertThat(visitor.page().locator("dialog")).containsText("“Tea for two” goes");
            visitor.page().locator("dialog .danger").click();
            assertThat(visitor.event("Tea")).hasCount(0);
            assertThat(visitor.page().locator("#details")).isHidden();
        }
    }

    private static void remove(User user, Map<String, Object> event) {
        user.send(Map.of("calendar_id", event.get("calendar_id"), "edit_tag", event.get("edit_tag")))
                .delete("/api/v2/events/{id}", event.get("id"))
                .then()
                .statusCode(204);
    }

    /// Opens the form of an event and types another title in.
    private static void beginToEdit(Visitor visitor) {
        visitor.open("Tea");
        visitor.button("Edit").click();
        visitor.page().getByLabel("Title").fill("Mine");
    }
}

package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import almanac.testing.Api;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the page says when the quota of a call is used up.
@ExtendWith(Stage.Director.class)
class LockIT {
    private static final String MONTH = "#month/2026-03-02";
    private static final int QUOTA = 20;

    private final Stage stage;

    LockIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void anAnswerThatIsLockedCountsDown() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        var event = Api.create(mara, Api.event("Tea", "attendees", List.of(jonas.email())));
        try (var visitor = stage.visitor(jonas, MONTH)) {
            for (var number = 0; number < QUOTA; number++) {
                Api.answer(jonas, event.get("id"), number % 2 == 0 ? "accepted" : "declined")
                        .then()
                        .statusCode(200);
            }
            var details = visitor.open("Tea");
            details.getByText("Maybe").first().click();
            var maybe = details.locator(".answer-tentative").first();
            assertThat(maybe).hasText(Pattern.compile("Maybe in 9:5\\d"));
            assertThat(maybe).isFocused();
            assertThat(details.locator(".answers [aria-disabled=true]")).hasCount(3);
            var toast = visitor.page().locator(".toast [aria-hidden]").first();
            assertThat(toast).hasText(Pattern.compile(".* It opens again in 9:5[0-7]\\."));
            Axe.scanBoth(visitor.page(), "locked answers");
            visitor.picture("lock-answers");
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
}

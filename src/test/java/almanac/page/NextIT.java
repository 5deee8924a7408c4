package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import almanac.testing.Api;
import almanac.testing.Api.User;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The list of what is next.
@ExtendWith(Stage.Director.class)
class NextIT {
    private final Stage stage;

    NextIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void saysWhatIsOnAndWhatComesAlsoInAnotherMonth() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Lind");
        try (var visitor = stage.visitor()) {
            var page = visitor.page();
            var items = page.locator("#next li");
            page.clock().setFixedTime(Date.from(Instant.ofEpochMilli(Team.at(5, 9, 20))));
            visitor.enter(mara.token(), "#month/2026-08-03");
            assertThat(page.locator("#next-empty")).hasText("Nothing more today and tomorrow.");
            assertThat(page.locator("#next")).isHidden();

            add(mara, "Stand-up", Team.at(5, 9, 0), Team.at(5, 9, 30), List.of());
            add(mara, "Review", Team.at(5, 9, 45), Team.at(5, 10, 0), List.of());
            add(mara, "Planning", Team.at(6, 11, 0), Team.at(6, 12, 0), List.of());
            add(mara, "Trip", Team.at(5, 0, 0), Team.at(6, 0, 0), List.of());
            add(mara, "Later", Team.at(7, 11, 0), Team.at(7, 12, 0), List.of());
            var declined = add(jonas, "Not for me", Team.at(5, 12, 0), Team.at(5, 13, 0), List.of(mara.email()));
            Api.answer(mara, declined.get("id"), "declined").then().statusCode(200);
            assertThat(items).hasText(new Pattern[] {
                Pattern.compile("Stand-up.*now, until 09:30"),
                Pattern.compile("Review.*in 25 min, 09:45"),
                Pattern.compile("Planning.*tomorrow, 11:00")
            });
            assertThat(page.locator("#next-empty")).isHidden();
            Axe.scanBoth(page, "next");
            visitor.picture("next");

            page.clock().setFixedTime(Date.from(Instant.ofEpochMilli(Team.at(5, 9, 40))));
            assertThat(items.first()).hasText(Pattern.compile("Review.*in 5 min, 09:45"));
            items.first()
                    .getByRole(com.microsoft.playwright.options.AriaRole.BUTTON)
                    .click();
            assertThat(page.locator("#details h2")).hasText("Review");
        }
    }

    private static Map<String, Object> add(User user, String title, long start, long end, List<String> guests) {
        var event = Api.event(title, "attendees", guests);
        event.putAll(Map.of("start_time", start, "end_time", end));
        return Api.create(user, event);
    }
}

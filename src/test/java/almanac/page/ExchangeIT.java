package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A calendar and other programs, on the page: import of a file, export, and addresses to subscribe to.
@ExtendWith(Stage.Director.class)
class ExchangeIT {
    private static final String MONTH = "#month/2026-03-02";

    private static final String FILE = """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VEVENT
            UID:cake
            DTSTART:20260310T100000Z
            DTEND:20260310T110000Z
            SUMMARY:Cake
            END:VEVENT
            BEGIN:VEVENT
            UID:none
            SUMMARY:Without a time
            END:VEVENT
            END:VCALENDAR
            """.replace("\n", "\r\n");

    private final Stage stage;

    ExchangeIT(Stage stage) {
        this.stage = stage;
    }

    private static Locator open(Visitor visitor, User user) {
        visitor.button("Import, export and subscriptions of " + user.name()).click();
        return visitor.page().locator("dialog");
    }

    @Test
    void importsAFileAfterItHasSaidWhatItDoes() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, MONTH);
                var other = stage.visitor(mara, MONTH)) {
            var dialog = open(visitor, mara);
            choose(dialog, FILE);
            assertThat(dialog.locator(".exchange-outcome")).containsText("team.ics: 1 event would be added.");
            assertThat(dialog.locator("summary")).hasText("1 not taken");
            dialog.locator("summary").click();
            assertThat(dialog.locator("details li")).containsText("Line 9, none:");
            assertThat(other.event("Cake")).hasCount(0);
            Axe.scanBoth(visitor.page(), "an import");
            visitor.picture("import");
            visitor.button("Import").click();
            assertThat(dialog.locator(".exchange-outcome")).containsText("1 event was added.");
            assertThat(other.event("Cake")).hasCount(1);
            choose(dialog, FILE);
            assertThat(dialog.locator(".exchange-outcome")).containsText("1 is here already.");
            choose(dialog, "a letter");
            assertThat(visitor.page().locator(".toast-error")).hasCount(1);
        }
    }

    private static void choose(Locator dialog, String content) {
        dialog.locator("input[type=file]")
                .setInputFiles(new FilePayload("team.ics", "text/calendar", content.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void exportsACalendar() throws IOException {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            open(visitor, mara);
            var download = visitor.page()
                    .waitForDownload(() -> visitor.button("Save as a file").click());
            assertEquals("Mara Voss.ics", download.suggestedFilename());
            assertTrue(Files.readString(download.path()).contains("SUMMARY:Tea\r\n"));
        }
    }

    @Test
    void makesAnAddressAndEndsIt() {
        var mara = stage.user("Mara Voss");
        var tea = Api.event("Tea", "start_time", System.currentTimeMillis());
        tea.put("end_time", System.currentTimeMillis() + Api.DAY);
        Api.create(mara, tea);
        try (var visitor = stage.visitor(mara, MONTH)) {
            var dialog = open(visitor, mara);
            dialog.getByLabel("For").fill("Phone");
            dialog.getByLabel("It shows").selectOption("busy");
            visitor.button("Make an address").click();
            var address = URI.create(dialog.getByLabel("The address").inputValue());
            assertThat(dialog.locator(".exchange-links li")).containsText("Phone");
            assertThat(dialog.locator(".exchange-links li")).containsText("Only when I am busy");
            Axe.scanBoth(visitor.page(), "an address");
            visitor.picture("subscription");
            assertTrue(RestAssured.given().get(address).asString().contains("SUMMARY:Busy"));
            visitor.button("End Phone").click();
            visitor.button("End it").click();
            assertThat(dialog.locator(".exchange-links li")).hasCount(0);
            assertEquals(404, RestAssured.given().get(address).statusCode());
        }
    }

    @Test
    void offersNoImportToThoseWhoOnlyLook() {
        var mara = stage.user("Mara Voss");
        var jonas = stage.user("Jonas Feld");
        Api.share(mara, jonas, "view");
        try (var visitor = stage.visitor(jonas, MONTH)) {
            var dialog = open(visitor, mara);
            assertThat(dialog.getByText("Import")).hasCount(0);
            assertThat(visitor.button("Make an address")).isVisible();
        }
    }
}

package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The files of an event: what is attached, and what is on its way.
@ExtendWith(Stage.Director.class)
class FilesIT {
    private static final String MONTH = "#month/2026-03-02";
    private static final int MEGABYTE = 1_000_000;

    private static final String WATCH_PROGRESS = """
            () => {
              globalThis.progressSeen = [];
              new MutationObserver(() => document.querySelectorAll('.upload progress').forEach(({ value }) => progressSeen.push(value)))
                .observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
            }
            """;

    private final Stage stage;

    FilesIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void attachesAFileWithProgressAndSavesIt() throws Exception {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        var content = "two kinds of cake".getBytes(StandardCharsets.UTF_8);
        try (var visitor = stage.visitor(mara, MONTH)) {
            var details = visitor.open("Tea");
            visitor.page().evaluate(WATCH_PROGRESS);
            attach(details, file("cake.txt", content));
            assertThat(details.locator(".files li")).containsText("cake.txt");
            assertThat(details.locator(".files li")).containsText("17 B");
            assertEquals(1, visitor.page().evaluate("Math.max(...progressSeen)"));
            assertThat(details.locator(".upload")).hasCount(0);
            var download = visitor.page()
                    .waitForDownload(() -> details.locator(".files li .link").click());
            assertArrayEquals(content, Files.readAllBytes(download.path()));
        }
    }

    @Test
    void uploadsSeveralFilesOneAfterTheOtherAndStopsOne() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        try (var visitor = stage.visitor(mara, MONTH)) {
            var details = visitor.open("Tea");
            visitor.page().evaluate(WATCH_PROGRESS);
            uploadAtMost(visitor, MEGABYTE);
            attach(
                    details,
                    file("one", new byte[100]),
                    file("two", new byte[MEGABYTE]),
                    file("three", new byte[MEGABYTE]));
            assertThat(details.locator(".upload").last()).containsText("Waiting");
            visitor.picture("uploads");
            visitor.button("Stop the upload of three").click();
            assertThat(details.locator(".files li")).hasCount(2);
            assertTrue((Boolean) visitor.page().evaluate("progressSeen.some((share) => share > 0 && share < 1)"));
            uploadAtMost(visitor, -1);
            visitor.page()
                    .route(
                            "**/api/v2/events/attachments",
                            route -> route.fulfill(
                                    new Route.FulfillOptions().setStatus(413).setBody("{}")));
            attach(details, file("four", new byte[100]));
            assertThat(details.locator(".upload-error")).hasText("The file is larger than the service takes.");
            assertThat(details.locator(".files li")).containsText(new String[] {"one", "two"});
        }
    }

    private static FilePayload file(String name, byte[] content) {
        return new FilePayload(name, "text/plain", content);
    }

    private static void attach(Locator details, FilePayload... files) {
        details.getByLabel("Attach files").setInputFiles(files);
    }

    /// @param perSecond bytes; -1 for as many as there can be
    private static void uploadAtMost(Visitor visitor, int perSecond) {
        var conditions = new JsonObject();
        conditions.addProperty("offline", false);
        conditions.addProperty("latency", 0);
        conditions.addProperty("downloadThroughput", -1);
        conditions.addProperty("uploadThroughput", perSecond);
        visitor.context().newCDPSession(visitor.page()).send("Network.emulateNetworkConditions", conditions);
    }
}

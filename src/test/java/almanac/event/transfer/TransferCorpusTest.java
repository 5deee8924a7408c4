package almanac.event.transfer;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Files of other products, which lie beside the project and not in it (`-Drecurrence.corpus`), over HTTP.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class TransferCorpusTest {
    private static final Path FOLDER = Path.of(System.getProperty("recurrence.corpus", "../shared/corpus"), "ics");

    /// Without the files the test is skipped, and says so.
    private static List<Path> paths() throws IOException {
        if (!Files.exists(FOLDER)) {
            var line = "NOT TESTED: there are no files of other products at "
                    + FOLDER.toAbsolutePath().normalize();
            System.out.println(line);
            assumeTrue(false, line);
        }
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static Map<String, Object> put(User user, Object calendar, byte[] file) {
        return user.call()
                .config(RestAssured.config()
                        .encoderConfig(
                                EncoderConfig.encoderConfig().encodeContentTypeAs("text/calendar", ContentType.BINARY)))
                .contentType("text/calendar")
                .body(file)
                .post("/api/v2/calendars/{id}/import", calendar)
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private static String exported(User user, Object calendar) {
        return user.call()
                .get("/api/v2/calendars/{id}/export", calendar)
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /// The events of a file, in an order of their own, without what says when they were stored.
    private static List<String> events(String file) {
        return Arrays.stream(file.split("BEGIN:VEVENT\r\n"))
                .skip(1)
                .map(event -> event.replaceAll("(DTSTAMP|LAST-MODIFIED):.*\r\n", ""))
                .map(event -> event.replace("END:VCALENDAR\r\n", ""))
                .sorted()
                .toList();
    }

    @Test
    @DisplayName("6.1 6.4 9.1 each file is imported, is unchanged when it comes again, and comes back equal")
    void everyFile() throws IOException {
        assertAll(paths().stream().map(file -> () -> {
            var user = Api.user();
            var first = put(user, user.calendarNumber(), Files.readAllBytes(file));
            var again = put(user, user.calendarNumber(), Files.readAllBytes(file));
            assertEquals(first.get("created"), again.get("unchanged"), file.toString());
            assertEquals(first.get("skipped"), again.get("skipped"));
            var text = exported(user, user.calendarNumber());
            var other = Api.calendar(user, "Other").get("id");
            var copied = put(user, other, text.getBytes(StandardCharsets.UTF_8));
            assertEquals(first.get("created"), copied.get("created"), file.toString());
            assertEquals(events(text), events(exported(user, other)), file.toString());
        }));
    }
}

package almanac.event.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files are imported and exported from the command line (`deploy/almanac`).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class CommandLineTest {
    private static final String FILE = """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            UID:cake
            DTSTART:20260310T100000Z
            SUMMARY:Cake
            END:VEVENT
            BEGIN:VEVENT
            UID:none
            SUMMARY:Without a time
            END:VEVENT
            END:VCALENDAR
            """;

    @TestHTTPResource("/")
    URI service;

    @TempDir
    Path directory;

    private String says(int status, String token, String... words) throws Exception {
        var command = new ArrayList<>(List.of("deploy/almanac"));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ALMANAC_URL", service.toString().replaceAll("/$", ""));
        builder.environment().put("ALMANAC_TOKEN", token);
        var script = builder.start();
        var said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, script.waitFor(), said);
        return said;
    }

    private String file(String content) throws Exception {
        return Files.writeString(directory.resolve("team.ics"), content).toString();
    }

    @Test
    @DisplayName("6.1 a file is imported and a calendar exported from the command line")
    void aFileIsImportedAndACalendarExported() throws Exception {
        var user = Api.user();
        var said = says(0, user.token(), "import", file(FILE), user.calendarId(), "dry-run");
        assertTrue(said.contains("\"created\":1,\"updated\":0,\"unchanged\":0"), said);
        assertTrue(said.contains("\n{\"uid\":\"none\",\"line\":7,"), said);
        assertEquals(0, events(user));
        says(0, user.token(), "import", file(FILE), user.calendarNumber());
        assertEquals(1, events(user));
        var copy = directory.resolve("copy.ics");
        assertTrue(says(0, user.token(), "export", copy.toString(), user.calendarId())
                .contains("events and exceptions: 1"));
        assertTrue(Files.readString(copy).contains("SUMMARY:Cake\r\n"));
    }

    private static int events(User user) {
        return user.call()
                .queryParams("from", Api.TEN, "to", Api.TEN + 20 * Api.DAY)
                .get("/api/v2/events")
                .<List<?>>path("data")
                .size();
    }

    @Test
    @DisplayName("6.1 a refusal on the command line says why, and never the token")
    void aRefusalSaysWhy() throws Exception {
        var user = Api.user();
        var refused = says(1, user.token(), "import", file("a letter"), user.calendarNumber());
        assertTrue(refused.contains("refused with 400: ") && refused.contains("icalendar_invalid"), refused);
        assertFalse(refused.contains(user.token()));
        assertTrue(says(1, "wrong", "export", directory.resolve("x").toString(), user.calendarNumber())
                .contains("refused with 401"));
        assertTrue(says(1, "", "import", file(FILE), "1").contains("ALMANAC_TOKEN is not set"));
        assertTrue(says(1, user.token(), "import", directory.resolve("none").toString(), "1")
                .contains("cannot be read"));
        assertTrue(says(2, user.token(), "import", file(FILE)).contains("transfer.sh import FILE CALENDAR"));
    }
}

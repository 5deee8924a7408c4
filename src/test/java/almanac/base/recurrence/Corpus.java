package almanac.base.recurrence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.StreamSupport;

/// Cases of other implementations, one a line as JSON, which lie beside the project and not in it
/// (`-Drecurrence.corpus`).
final class Corpus {
    private static final Path FOLDER = Path.of(System.getProperty("recurrence.corpus", "../shared/corpus"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");

    private Corpus() {}

    /// The cases of a file. Without it the test is skipped, and says so.
    static List<JsonNode> cases(String file) {
        var path = FOLDER.resolve(file);
        if (!Files.exists(path)) {
            var line = "NOT TESTED: there are no cases of other implementations at "
                    + path.toAbsolutePath().normalize();
            System.out.println(line);
            assumeTrue(false, line);
        }
        try (var lines = Files.lines(path)) {
            return lines.filter(line -> !line.isBlank()).map(Corpus::json).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// The start of a case; floating times are in UTC.
    static SeriesStart start(JsonNode each) {
        var zone = each.path("tzid").isTextual() ? ZoneId.of(each.path("tzid").asText()) : ZoneOffset.UTC;
        return start(each.path("dtstart").asText(), zone);
    }

    /// The start of a text: `19970902`, `19970902T090000` or, in UTC, `19970902T090000Z`.
    static SeriesStart start(String text, ZoneId zone) {
        if (text.length() == 8) {
            return SeriesStart.ofDay(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE), zone);
        }
        return text.endsWith("Z")
                ? new SeriesStart(time(text), ZoneOffset.UTC, false)
                : new SeriesStart(time(text), zone, false);
    }

    static LocalDateTime time(String text) {
        return LocalDateTime.parse(text.replace("Z", ""), TIME);
    }

    static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /// The start of an occurrence as its local time, in the form of its series' start.
    static String local(Occurrence occurrence, SeriesStart start, String form) {
        if (start.allDay()) {
            return DateTimeFormatter.BASIC_ISO_DATE.format(occurrence.id().local());
        }
        return TIME.format(Instant.ofEpochMilli(occurrence.start()).atZone(start.zone()))
                + (form.endsWith("Z") ? "Z" : "");
    }
}

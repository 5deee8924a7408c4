package almanac.event.ical;

import static almanac.event.ical.Files.again;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import almanac.event.model.Event;
import almanac.event.model.Recurrence;
import almanac.event.series.Occurrences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Files as other products write them, which lie beside the project and not in it (`-Drecurrence.corpus`).
class IcalCorpusTest {
    private static final Path FOLDER = Path.of(System.getProperty("recurrence.corpus", "../shared/corpus"));

    /// A file, and what is in it.
    private record Case(String file, int events, int overrides) {
        IcalFile.Events read() {
            return assertInstanceOf(
                    IcalFile.Events.class,
                    IcalReader.read(bytes(FOLDER.resolve("ics").resolve(file)), Files.BERLIN),
                    file);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return java.nio.file.Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Without the files the test is skipped, and says so.
    private static List<Case> cases() {
        var manifest = FOLDER.resolve("manifest.tsv");
        if (!java.nio.file.Files.exists(manifest)) {
            var line = "NOT TESTED: there are no files of other products at "
                    + manifest.toAbsolutePath().normalize();
            System.out.println(line);
            assumeTrue(false, line);
        }
        try (var lines = java.nio.file.Files.lines(manifest)) {
            return lines.skip(1)
                    .map(line -> line.split("\t"))
                    .map(columns -> new Case(columns[0], Integer.parseInt(columns[4]), Integer.parseInt(columns[6])))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static IcalFile.Events read(String file) {
        return cases().stream()
                .filter(each -> each.file.equals(file))
                .findFirst()
                .orElseThrow()
                .read();
    }

    @Test
    @DisplayName("6.2 each event and each exception of other products is taken, or named with a reason")
    void nothingIsLost() {
        assertAll(cases().stream().map(each -> () -> {
            var read = each.read();
            var lines = read.skipped().stream()
                    .filter(skipped -> !skipped.reason().contains(","))
                    .map(IcalFile.Skipped::line)
                    .collect(Collectors.toSet());
            read.events().forEach(event -> lines.remove(event.line()));
            var exceptions = read.events().stream()
                    .mapToInt(event -> event.exceptions().size())
                    .sum();
            var excluded = Set.of("google_google-recurring-with-exceptions.ics", "series_issue-18-cancel-status.ics")
                            .contains(each.file)
                    ? 1
                    : 0;
            var periods = Set.of("google_recur-instances.ics", "series_issue-113-period-in-rdate.ics")
                            .contains(each.file)
                    ? 1
                    : 0;
            assertEquals(
                    each.events + each.overrides,
                    read.events().size() + exceptions + excluded - periods + events(read),
                    each.file + " " + read.skipped());
        }));
    }

    /// The components that were skipped as a whole.
    private static long events(IcalFile.Events read) {
        return read.skipped().stream()
                .filter(each -> !each.reason().contains("which is no event"))
                .filter(each -> !each.reason().contains("only its first occurrence"))
                .filter(each -> !each.reason().contains("alarm"))
                .count();
    }

    @Test
    @DisplayName("6.4 what was read of other products, written and read again, is equal")
    void roundTrip() {
        assertAll(cases().stream().map(each -> () -> {
            var read = each.read().events();
            var again = again(read);
            assertEquals(
                    read.stream().map(IcalCorpusTest::modelled).toList(),
                    again.stream().map(IcalCorpusTest::modelled).toList(),
                    each.file);
        }));
    }

    private static List<Object> modelled(IcalEvent event) {
        return List.of(event.uid(), event.sequence(), event.event(), event.exceptions());
    }

    private static List<String> starts(IcalEvent event, String zone) {
        var series = event.event();
        return Occurrences.events(series, 0, 4_102_444_800_000L, 100).stream()
                .map(each -> local(each.startTime(), zone))
                .toList();
    }

    private static String local(long millis, String zone) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.of(zone))
                .toString();
    }

    @Test
    @DisplayName("6.2 the occurrences are those that other products expect")
    void expected() {
        assertEquals(
                List.of(
                        "2019-10-29T16:15",
                        "2019-11-12T16:15",
                        "2019-12-10T16:15",
                        "2020-01-07T16:15",
                        "2020-01-14T16:15",
                        "2020-01-21T16:15",
                        "2020-01-28T16:15"),
                starts(read("google_issue-20-exdate-ignored.ics").events().getFirst(), "Europe/Berlin"));
        assertEquals(
                List.of("2020-01-28T22:00", "2020-01-30T22:00"),
                starts(read("series_issue-18-cancel-status.ics").events().getFirst(), "Europe/Berlin"));
        assertEquals(
                List.of("2024-07-01T00:00", "2024-07-15T00:00", "2024-07-30T00:00"),
                starts(
                        read("series_issue-148-exdate-and-rdate-updated.ics")
                                .events()
                                .getFirst(),
                        "Europe/Berlin"));
    }

    @Test
    @DisplayName("6.2 a period, mixed dates and times, and changes of the clock are as other products expect")
    void expectedTimes() {
        var zone = "America/Vancouver";
        assertEquals(
                List.of("2023-12-13T12:00 2023-12-13T15:00"),
                read("series_issue-113-period-in-rdate.ics").events().getFirst().exceptions().stream()
                        .map(each -> local(each.startTime(), zone) + " " + local(each.endTime(), zone))
                        .toList());
        var mixed = read("series_issue-201-mixed-datetime-and-date.ics")
                .events()
                .getFirst()
                .event();
        assertEquals("2023-07-24 2023-08-17", mixed.startDate() + " " + mixed.endDate());
        var from = Instant.parse("2020-12-11T16:00:00Z").toEpochMilli();
        var to = Instant.parse("2020-12-11T21:00:00Z").toEpochMilli();
        assertEquals(
                3,
                read("dst_issue-48-dst.ics").events().stream()
                        .mapToInt(each -> overlapping(each.event(), from, to))
                        .sum());
    }

    private static int overlapping(Event event, long from, long to) {
        return event.recurrence() instanceof Recurrence.Series
                ? Occurrences.events(event, from, to, 100).size()
                : event.startTime() < to && event.endTime() > from ? 1 : 0;
    }
}

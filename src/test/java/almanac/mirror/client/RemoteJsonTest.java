package almanac.mirror.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamException.Garbled;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is read of an answer in which one item is beyond what a parser takes.
class RemoteJsonTest {
    private static final String TIMES = ", \"start_time\": 1000, \"end_time\": 2000";
    private static final String EXCESSIVE =
            "it is nested deeper than 200 levels, holds a number of more than 1,000 characters, or has a field twice";

    private final RemoteJson json = new RemoteJson();

    /// Fields that cannot be read.
    static Stream<String> excesses() {
        return Stream.of(
                "\"x\": " + "[".repeat(2_000) + "]".repeat(2_000),
                "\"x\": " + "{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000),
                "\"title\": " + "[".repeat(50_000) + "]".repeat(50_000),
                "\"x\": " + "9".repeat(20_000),
                "\"title\": -1." + "3".repeat(20_000) + "e7",
                "\"title\": \"a\", \"title\": \"b\"",
                "\"x\": [{\"a\": 1, \"a\": 1}]");
    }

    @ParameterizedTest
    @MethodSource("excesses")
    void anEventThatCannotBeReadStopsNoOther(String field) {
        var bad = "{\"id\": \"bad@there\", " + field + TIMES + "}";
        for (var answer : List.of(
                "{\"data\": [" + event("a") + "," + bad + "," + event("b") + "]}",
                "[{\"data\": [" + event("a") + "]}, {\"data\": [" + bad + "," + event("b") + "]}]")) {
            var heard = json.events(Buffer.buffer(answer));
            assertEquals(List.of("a", "b"), ids(heard));
            assertEquals(List.of(new Skipped(Skipped.EVENT, "bad@there", EXCESSIVE)), heard.skipped());
        }
    }

    @ParameterizedTest
    @MethodSource("excesses")
    void aCalendarThatCannotBeReadStopsNoOther(String field) {
        var answer = "{\"data\": [{\"id\": 1}, {\"id\": 2, " + field + "}, {\"id\": \"3\"}]}";
        var heard = json.calendars(Buffer.buffer(answer));
        assertEquals(
                List.of(1L, 3L),
                heard.items().stream().map(each -> each.calendar().id()).toList());
        assertEquals(List.of(new Skipped(Skipped.CALENDAR, "2", EXCESSIVE)), heard.skipped());
    }

    @Test
    void anItemWhoseIdCannotBeReadIsNamedWithoutOne() {
        for (var bad : List.of(
                "{\"id\": " + "7".repeat(2_000) + TIMES + "}",
                "{\"id\": \"a\", \"id\": \"b\"" + TIMES + "}",
                "[".repeat(2_000) + "]".repeat(2_000))) {
            var heard = json.events(Buffer.buffer("[" + event("a") + "," + bad + "]"));
            assertEquals(List.of("a"), ids(heard));
            assertEquals(1, heard.skipped().size());
            assertNull(heard.skipped().getFirst().id());
        }
    }

    @Test
    void aHugeNumberIsNoTimeAndNoTag() {
        for (var huge : List.of("1e400", "-1e400", "9".repeat(400), "1e999999999")) {
            var timeless = "{\"id\": \"timeless\", \"start_time\": " + huge + ", \"end_time\": 2000}";
            var tagged = "{\"id\": \"tagged\", \"edit_tag\": " + huge + ", \"reminders\": [{\"type\": \"email\","
                    + " \"minutes\": " + huge + "}]" + TIMES + "}";
            var heard = json.events(Buffer.buffer("[" + timeless + "," + tagged + "," + event("a") + "]"));
            assertEquals(List.of("tagged", "a"), ids(heard));
            assertEquals(0, heard.items().getFirst().event().tag());
            assertEquals(List.of(new Skipped(Skipped.EVENT, "timeless", "its times cannot be read")), heard.skipped());
        }
    }

    @Test
    void aLongTextAndALongNameAreRead() {
        var title = "t".repeat(21_000_000);
        var answer = "[{\"id\": \"long\", \"title\": \"" + title + "\"" + TIMES + "}, {\"id\": \"named\", \""
                + "n".repeat(60_000) + "\": 1" + TIMES + "}]";
        var heard = json.events(Buffer.buffer(answer));
        assertEquals(List.of("long", "named"), ids(heard));
        assertEquals(title.length(), heard.items().getFirst().event().title().length());
    }

    @Test
    void whatIsNoJsonIsGarbled() {
        for (var answer :
                List.of("[{\"id\": \"a\"", "[1,]", "<html>", "", "[NaN]", "[".repeat(200_000), "{\"data\"}")) {
            assertThrows(Garbled.class, () -> json.events(Buffer.buffer(answer)), answer);
        }
    }

    private static String event(String id) {
        return "{\"id\": \"" + id + "\"" + TIMES + "}";
    }

    private static List<String> ids(Heard<RemoteEvent> heard) {
        return heard.items().stream().map(RemoteEvent::id).toList();
    }
}

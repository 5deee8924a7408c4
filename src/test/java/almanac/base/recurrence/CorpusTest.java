package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// Cases of other implementations: see [Corpus].
class CorpusTest {
    private static final long HOUR = 3_600_000;
    private static final Pattern COUNT = Pattern.compile("COUNT=(\\d+)");

    @Test
    @DisplayName("2.1 2.2 2.4 2.7 the rules of days, weeks, months and years give what other implementations agree on")
    void rulesGiveWhatOthersAgreeOn() {
        each("calendar", each -> () -> {
            var rule = rule(each);
            assertInstanceOf(Reading.Accepted.class, rule, name(each));
            check(each, accepted(rule));
        });
    }

    @Test
    @DisplayName("2.6 a rare rule is right or refused")
    void aRareRuleIsRightOrRefused() {
        each("rare", each -> () -> {
            if (rule(each) instanceof Reading.Accepted<RecurrenceRule>(var rule)) {
                check(each, rule);
            }
        });
    }

    @Test
    @DisplayName("2.6 a rule of hours or faster is refused")
    void aFineRuleIsRefused() {
        each("fine", each -> () -> assertInstanceOf(Reading.Refused.class, rule(each), name(each)));
    }

    @Test
    @DisplayName("2.6 what RFC 5545 forbids is refused")
    void aBadRuleIsRefused() {
        assertAll(Corpus.cases("rrule-bad.jsonl").stream()
                .map(each -> () -> assertInstanceOf(Reading.Refused.class, rule(each), name(each))));
    }

    @Test
    @DisplayName("2.3 over changes of the clock times fall on the moments that other implementations give")
    void changesOfTheClock() {
        assertAll(Corpus.cases("rrule-dst.jsonl").stream().map(each -> () -> {
            var start = Corpus.start(each);
            var set = RecurrenceSet.of(start, HOUR, accepted(rule(each)));
            var expected = Corpus.texts(
                    each.has("expected_utc_with_start")
                            ? each.path("expected_utc_with_start")
                            : each.path("expected_utc"));
            var window = Corpus.texts(each.path("window"));
            var from = window.isEmpty() ? Long.MIN_VALUE : millis(window.getFirst(), start);
            var to = window.isEmpty() ? Long.MAX_VALUE : millis(window.getLast(), start);
            var times = set.startingFrom(from)
                    .takeWhile(found -> found.start() < to)
                    .map(found -> found.id().text(start));
            check(each, times, expected);
        }));
    }

    @Test
    @DisplayName("2.2 2.3 sets of rules, single times, periods and exclusions in several zones are merged")
    void sets() {
        assertAll(Corpus.cases("sets.jsonl").stream().map(each -> () -> checkSet(each)));
    }

    private static long millis(String local, SeriesStart start) {
        return Corpus.time(local).atZone(start.zone()).toInstant().toEpochMilli();
    }

    private static void each(String kind, Function<JsonNode, Executable> check) {
        var cases = Corpus.cases("rrule-cases.jsonl").stream()
                .filter(each -> each.path("class").asText().equals(kind))
                .map(check)
                .toList();
        assertTrue(cases.size() > 10, "cases of class " + kind);
        assertAll(cases);
    }

    private static Reading<RecurrenceRule> rule(JsonNode each) {
        return RecurrenceRule.read(each.path("rrule").asText(), Corpus.start(each));
    }

    private static RecurrenceRule accepted(Reading<RecurrenceRule> reading) {
        return assertInstanceOf(Reading.Accepted.class, reading).value() instanceof RecurrenceRule rule ? rule : null;
    }

    private static String name(JsonNode each) {
        return each.path("id").asText() + " " + each.path("dtstart").asText() + " "
                + each.path("rrule").asText();
    }

    private static void check(JsonNode each, RecurrenceRule rule) {
        var start = Corpus.start(each);
        var form = each.path("dtstart").asText();
        var set = new RecurrenceSet(
                start,
                start.allDay() ? 1 : HOUR,
                rule,
                ids(each.path("exdate"), start),
                ids(each.path("rdate"), start).stream().map(ExtraTime::new).toList());
        var expected = Corpus.texts(
                each.has("expected_with_start") ? each.path("expected_with_start") : each.path("expected"));
        check(each, set.startingFrom(Long.MIN_VALUE).map(found -> Corpus.local(found, start, form)), expected);
    }

    private static TreeSet<RecurrenceId> ids(JsonNode list, SeriesStart start) {
        var ids = new TreeSet<RecurrenceId>();
        Corpus.texts(list)
                .forEach(text -> ids.add(Corpus.start(text, start.zone()).id()));
        return ids;
    }

    /// Compares the times. One case has more of them than its `COUNT`, since it was made without the start.
    private static void check(JsonNode each, Stream<String> found, List<String> expected) {
        var count = COUNT.matcher(each.path("rrule").asText());
        var most = count.find() ? Integer.parseInt(count.group(1)) : Integer.MAX_VALUE;
        var complete = each.path("complete").asBoolean() || expected.size() > most;
        var times = found.limit(expected.size() + (complete ? 1 : 0)).toList();
        assertEquals(expected.subList(0, Math.min(most, expected.size())), times, name(each));
    }

    private static void checkSet(JsonNode each) {
        var lines = Corpus.texts(each.path("lines"));
        var begin = values(lines, "DTSTART").findFirst().orElseThrow();
        var start = Corpus.start(begin.text(), begin.zone());
        var exdates = new TreeSet<RecurrenceId>();
        values(lines, "EXDATE").forEach(value -> exdates.add(value.id(start)));
        var rdates = new ArrayList<ExtraTime>();
        values(lines, "RDATE").forEach(value -> rdates.add(value.extra(start)));
        var rule = values(lines, "RRULE").findFirst().map(value -> accepted(RecurrenceRule.read(value.text(), start)));
        var set = new RecurrenceSet(start, length(lines, start), rule.orElse(null), exdates, rdates);
        var form = begin.text();
        check(
                each,
                set.startingFrom(Long.MIN_VALUE).map(found -> Corpus.local(found, start, form)),
                Corpus.texts(each.path("expected")));
        if (each.has("expected_utc")) {
            check(
                    each,
                    set.startingFrom(Long.MIN_VALUE).map(found -> found.id().text(start)),
                    Corpus.texts(each.path("expected_utc")));
        }
        if (each.has("ends")) {
            var ends = set.startingFrom(Long.MIN_VALUE)
                    .map(found -> Corpus.local(new Occurrence(found.id(), found.end(), found.end()), start, form));
            check(each, ends, Corpus.texts(each.path("ends")));
        }
    }

    /// A value of a property line.
    private record Value(String text, ZoneId zone) {
        RecurrenceId id(SeriesStart start) {
            var other = Corpus.start(text.replaceFirst("/.*", ""), zone);
            return other.allDay() ? other.id() : new RecurrenceId(start.local(other.second(other.local())));
        }

        ExtraTime extra(SeriesStart start) {
            var period = text.contains("/");
            return new ExtraTime(
                    id(start),
                    period ? Duration.parse(text.replaceFirst(".*/", "")).toMillis() : null);
        }
    }

    private static Stream<Value> values(List<String> lines, String property) {
        return lines.stream().filter(line -> line.startsWith(property)).flatMap(line -> {
            var colon = line.indexOf(':');
            var zone = line.replaceFirst(":.*", "").contains("TZID=")
                    ? ZoneId.of(line.replaceFirst(":.*", "")
                            .replaceFirst(".*TZID=", "")
                            .replaceFirst(";.*", ""))
                    : ZoneOffset.UTC;
            var text = line.substring(colon + 1);
            return (property.equals("RRULE") ? Stream.of(text) : Stream.of(text.split(",")))
                    .map(each -> new Value(each, zone));
        });
    }

    private static long length(List<String> lines, SeriesStart start) {
        var own = values(lines, "DURATION").findFirst();
        if (own.isPresent()) {
            return Duration.parse(own.get().text()).toMillis();
        }
        var end = values(lines, "DTEND").findFirst();
        return end.map(value -> Corpus.start(value.text(), value.zone()))
                .map(last -> Duration.between(
                                Instant.ofEpochSecond(start.second(start.local())),
                                Instant.ofEpochSecond(last.second(last.local())))
                        .toMillis())
                .orElse(start.allDay() ? 1 : HOUR);
    }
}

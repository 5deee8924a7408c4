package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.fail;

import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;

/// Series that tests are about.
final class Series {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final long HOUR = 3_600_000;

    private Series() {}

    /// A timed start in Berlin, such as `2025-02-10T06:00`.
    static SeriesStart at(String local) {
        return at(local, BERLIN);
    }

    static SeriesStart at(String local, ZoneId zone) {
        return new SeriesStart(LocalDateTime.parse(local), zone, false);
    }

    /// An all-day start in Berlin, such as `2025-02-10`.
    static SeriesStart on(String day) {
        return SeriesStart.ofDay(LocalDate.parse(day), BERLIN);
    }

    /// A rule that is accepted.
    static RecurrenceRule rule(String text, SeriesStart start) {
        return switch (RecurrenceRule.read(text, start)) {
            case Reading.Accepted<RecurrenceRule>(var rule) -> rule;
            case Reading.Refused<RecurrenceRule>(var errors) -> fail(text + " is refused: " + errors);
        };
    }

    /// The set of a rule: of an hour, or of a day.
    static RecurrenceSet of(String rule, SeriesStart start) {
        return RecurrenceSet.of(start, start.allDay() ? 1 : HOUR, rule(rule, start));
    }

    /// The set of a rule without some of its times.
    static RecurrenceSet without(RecurrenceSet set, String... ids) {
        var excluded = new TreeSet<RecurrenceId>();
        for (var id : ids) {
            excluded.add(RecurrenceId.parse(id, set.start()).orElseThrow());
        }
        return new RecurrenceSet(set.start(), set.length(), set.rule(), excluded, set.rdates());
    }

    /// The set of a rule with more times.
    static RecurrenceSet with(RecurrenceSet set, ExtraTime... extras) {
        return new RecurrenceSet(set.start(), set.length(), set.rule(), set.exdates(), List.of(extras));
    }

    /// The ids of the first occurrences, in text form.
    static List<String> ids(RecurrenceSet set, int most) {
        return set.startingFrom(Long.MIN_VALUE)
                .limit(most)
                .map(found -> found.id().text(set.start()))
                .toList();
    }
}

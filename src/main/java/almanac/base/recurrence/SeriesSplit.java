package almanac.base.recurrence;

import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Divides a series in two (clause 2.8).
final class SeriesSplit {
    /// How many times after the division are tried as the start of the new series.
    private static final int TRIALS = 400;

    private static final int MOST_OF_A_DAY = 24;

    private final RecurrenceSet set;
    private final SeriesStart start;

    SeriesSplit(RecurrenceSet set) {
        this.set = set;
        this.start = set.start();
    }

    /// The two series; see [RecurrenceSet#split].
    Optional<RecurrenceSet.Split> at(RecurrenceId id) {
        var found = set.at(id);
        if (found.isEmpty() || found.equals(set.first())) {
            return Optional.empty();
        }
        var second = start.second(found.get().id().local());
        var rule = set.rule();
        var after = rule == null ? Optional.of(extras(second, Long.MAX_VALUE)) : rest(rule, second);
        return after.map(
                rest -> new RecurrenceSet.Split(before(second, found.get().id()), rest));
    }

    private RecurrenceSet before(long second, RecurrenceId id) {
        var rule = set.rule();
        if (second <= start.second(start.local())) {
            return extras(Long.MIN_VALUE, second);
        }
        var end = start.allDay()
                ? new RuleEnd.Day(id.local().toLocalDate().minusDays(1))
                : new RuleEnd.Moment(Instant.ofEpochSecond(second - 1));
        return set.with(
                start,
                rule == null ? null : rule.endingAt(end),
                exdates(Long.MIN_VALUE, second),
                rdates(Long.MIN_VALUE, second));
    }

    /// The series of the `rdates` within a window, of which the first is the start.
    private RecurrenceSet extras(long from, long to) {
        var extras = rdates(from, to);
        return set.with(startAt(extras.getFirst().id()), null, exdates(from, to), extras);
    }

    /// The rest of a series with a rule. Its start is the first time of the rule, if the new rule then gives
    /// what the old one gave. Where it does not, since SKIP=FORWARD has moved this time into the next
    /// interval, it becomes one of `rdates`, and a later one the start.
    private Optional<RecurrenceSet> rest(RecurrenceRule rule, long second) {
        var times = new RuleTimes(rule, start);
        var passed = rule.end() instanceof RuleEnd.Count
                ? times.from(Long.MIN_VALUE)
                        .takeWhile(time -> time.second() < second)
                        .count()
                : 0;
        var extras = new ArrayList<>(rdates(second, Long.MAX_VALUE));
        var following = times.from(second).limit(TRIALS).toList();
        for (var time : following) {
            var begin = startAt(new RecurrenceId(time.local()));
            var rest = rule.from(start, begin, passed);
            if (rule.hasSameIntervals(start, begin) && isSame(rule, rest, begin)) {
                return Optional.of(set.with(begin, rest, exdates(second, Long.MAX_VALUE), extras));
            }
            extras.add(new ExtraTime(new RecurrenceId(time.local())));
            passed++;
        }
        return following.size() == TRIALS
                ? Optional.empty()
                : Optional.of(set.with(startAt(extras.getFirst().id()), null, exdates(second, Long.MAX_VALUE), extras));
    }

    /// Whether the times of a day that was moved are all there.
    private boolean isSame(RecurrenceRule rule, RecurrenceRule rest, SeriesStart begin) {
        return !rule.movesDays() || seconds(rule, start, begin).equals(seconds(rest, begin, begin));
    }

    private static List<Long> seconds(RecurrenceRule rule, SeriesStart start, SeriesStart begin) {
        return new RuleTimes(rule, start)
                .from(begin.second(begin.local()))
                .limit(MOST_OF_A_DAY + 1)
                .map(RuleTimes.Time::second)
                .toList();
    }

    private SeriesStart startAt(RecurrenceId id) {
        return new SeriesStart(id.local().plus(start.fraction(), ChronoUnit.MILLIS), start.zone(), start.allDay());
    }

    private List<ExtraTime> rdates(long from, long to) {
        return set.rdates().stream()
                .filter(extra -> isWithin(extra.id(), from, to))
                .sorted(Comparator.comparingLong(
                        extra -> start.second(extra.id().local())))
                .toList();
    }

    private List<RecurrenceId> exdates(long from, long to) {
        return set.exdates().stream().filter(id -> isWithin(id, from, to)).toList();
    }

    private boolean isWithin(RecurrenceId id, long from, long to) {
        var second = start.second(id.local());
        return second >= from && second < to;
    }
}

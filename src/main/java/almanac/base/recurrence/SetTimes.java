package almanac.base.recurrence;

import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import java.time.LocalDateTime;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Merges the times of a series: those of the rule, those of `rdates`, without those of `exdates`.
final class SetTimes {
    private final RecurrenceSet set;
    private final SeriesStart start;

    SetTimes(RecurrenceSet set) {
        this.set = set;
        this.start = set.start();
    }

    /// The occurrences that start at or after a moment in epoch seconds, by their start.
    Stream<Occurrence> from(long second) {
        var extras = new TreeMap<Long, ExtraTime>();
        for (var extra : set.rdates()) {
            // Of two at one moment the one that has a length of its own.
            extras.merge(start.second(extra.id().local()), extra, (one, other) -> one.length() == null ? other : one);
        }
        var merged = new Merged(ruleTimes(second).iterator(), extras.tailMap(second, true));
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(merged, Spliterator.ORDERED), false)
                .filter(occurrence -> !set.excludes(occurrence.id().local(), Math.floorDiv(occurrence.start(), 1000L)));
    }

    /// The occurrences of `rdates` that have a length of their own.
    Stream<Occurrence> extras() {
        return set.rdates().stream()
                .filter(extra -> extra.length() != null && !set.isExcluded(extra.id()))
                .map(extra ->
                        occurrence(extra.id().local(), start.second(extra.id().local()), extra.length()));
    }

    private Stream<RuleTimes.Time> ruleTimes(long second) {
        if (set.rule() != null) {
            return new RuleTimes(set.rule(), start).from(second);
        }
        return Stream.of(RuleTimes.Time.of(start.id().local(), start)).filter(time -> time.second() >= second);
    }

    private Occurrence occurrence(LocalDateTime local, long second, @Nullable Long own) {
        var length = own == null ? set.length() : own;
        var begin = second * 1000 + start.fraction();
        var end = start.allDay() ? start.second(local.plusDays(length)) * 1000 : begin + length;
        return new Occurrence(new RecurrenceId(local), begin, end);
    }

    /// Merges two ascending sequences. Of two times at one moment there is one, with the id that the rule
    /// gives and the length of the `rdates` if that has one of its own.
    private final class Merged implements Iterator<Occurrence> {
        private final Iterator<RuleTimes.Time> times;
        private final Map<Long, ExtraTime> extras;
        private RuleTimes.@Nullable Time next;

        Merged(Iterator<RuleTimes.Time> times, Map<Long, ExtraTime> extras) {
            this.times = times;
            this.extras = extras;
        }

        @Override
        public boolean hasNext() {
            if (next == null && times.hasNext()) {
                next = times.next();
            }
            return next != null || !extras.isEmpty();
        }

        @Override
        public Occurrence next() {
            var _ = hasNext();
            var time = next;
            var extra = extras.isEmpty() ? null : extras.entrySet().iterator().next();
            if (time == null || (extra != null && extra.getKey() < time.second())) {
                var only = Objects.requireNonNull(extra);
                extras.remove(only.getKey());
                return occurrence(
                        only.getValue().id().local(),
                        only.getKey(),
                        only.getValue().length());
            }
            next = null;
            var same = extras.remove(time.second());
            return occurrence(time.local(), time.second(), same == null ? null : same.length());
        }
    }
}

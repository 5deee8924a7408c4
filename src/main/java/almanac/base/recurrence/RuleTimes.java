package almanac.base.recurrence;

import almanac.base.request.Millis;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The times that a rule gives a series, from its start to its end (clauses 2.1 to 2.3).
final class RuleTimes {
    /// More than the clock of any zone has been set forward or back.
    private static final int DAYS_OF_MARGIN = 2;

    private final RecurrenceRule rule;
    private final SeriesStart start;

    RuleTimes(RecurrenceRule rule, SeriesStart start) {
        this.rule = rule;
        this.start = start;
    }

    /// A time of the series.
    ///
    /// @param local the wall-clock time that the rule gives
    /// @param second the moment that it falls on, in epoch seconds
    record Time(LocalDateTime local, long second) {
        static Time of(LocalDateTime local, SeriesStart start) {
            return new Time(local, start.second(local));
        }
    }

    /// Whether the rule gives a time after the start, whatever `COUNT` and `UNTIL` say.
    boolean hasNextAfterStart() {
        return later(start.second(start.local())).findFirst().isPresent();
    }

    /// The times from a moment on, in ascending order and computed as they are asked for. The first one of
    /// all is the start, whether the rule gives it or not.
    ///
    /// @param second the moment, in epoch seconds
    Stream<Time> from(long second) {
        var first = Time.of(start.id().local(), start);
        // What COUNT counts is known from the start on alone.
        var begin = rule.end() instanceof RuleEnd.Count ? first.second() : Math.max(first.second(), second);
        var all = begin == first.second() ? Stream.concat(Stream.of(first), later(begin)) : later(begin);
        return ended(all, first).dropWhile(time -> time.second() < second);
    }

    private Stream<Time> ended(Stream<Time> times, Time first) {
        return switch (rule.end()) {
            case RuleEnd.Never _ -> times;
            case RuleEnd.Count(var number) -> times.limit(number);
            case RuleEnd.Moment(var moment) ->
                times.takeWhile(time -> time.second() <= moment.getEpochSecond() || time.equals(first));
            case RuleEnd.Day(var day) ->
                times.takeWhile(time -> !time.local().toLocalDate().isAfter(day) || time.equals(first));
        };
    }

    /// The times of the rule that are after the start, from somewhat before a moment on.
    private Stream<Time> later(long second) {
        var first = start.second(start.local());
        var from = second == first ? start.local() : start.local(second).minusDays(DAYS_OF_MARGIN);
        var local = new RuleExpander(rule, start)
                .from(from.isBefore(start.local()) ? start.id().local() : from);
        var ordered = Spliterators.spliteratorUnknownSize(new InOrder(local), Spliterator.ORDERED);
        return StreamSupport.stream(ordered, false)
                .dropWhile(time -> time.second() <= first)
                .takeWhile(time -> time.second() <= Millis.LAST / 1000);
    }

    /// Orders wall-clock times by the moments that they fall on, and keeps the first of those that fall on
    /// one.
    ///
    /// They are in order already, except around a gap: a time in it has the offset before it, so it comes
    /// after the times that follow the gap.
    private final class InOrder implements Iterator<Time> {
        private final Iterator<LocalDateTime> source;
        private final Deque<Time> ready = new ArrayDeque<>();
        private @Nullable LocalDateTime ahead;
        private long last = Long.MIN_VALUE;

        InOrder(Iterator<LocalDateTime> source) {
            this.source = source;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && (ahead != null || source.hasNext())) {
                var local = take();
                var change = start.zone().getRules().getTransition(local);
                if (change != null && change.isGap()) {
                    ready.addAll(gap(local, change.getDateTimeAfter().plus(change.getDuration())));
                } else {
                    ready.add(Time.of(local, start));
                }
                ready.removeIf(time -> time.second() <= last);
            }
            return !ready.isEmpty();
        }

        @Override
        public Time next() {
            var _ = hasNext();
            var time = ready.remove();
            last = time.second();
            return time;
        }

        /// The times from one in a gap to the first that cannot be before another of them.
        private Collection<Time> gap(LocalDateTime first, LocalDateTime end) {
            var times = new TreeMap<Long, Time>();
            var local = first;
            while (local.isBefore(end)) {
                var time = Time.of(local, start);
                times.putIfAbsent(time.second(), time);
                if (!source.hasNext()) {
                    return times.values();
                }
                local = source.next();
            }
            ahead = local;
            return times.values();
        }

        private LocalDateTime take() {
            var local = ahead == null ? source.next() : ahead;
            ahead = null;
            return local;
        }
    }
}

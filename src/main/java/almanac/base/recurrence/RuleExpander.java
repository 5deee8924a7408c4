package almanac.base.recurrence;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.WeekFields;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule.RfcMode;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.jspecify.annotations.Nullable;

/// Expands a rule by lib-recur, the only class that knows it (clause 2.7).
///
/// lib-recur is given the rule without its end, with what the start implies written out, and begins at the
/// first day of an interval: that of the start, or a later one. So no interval before the wanted times is
/// computed, and a position (`BYSETPOS`) counts from the beginning of its interval.
final class RuleExpander {
    private static final int LAST_YEAR = 9999;

    private final RecurrenceRule rule;
    private final LocalDate origin;
    private final org.dmfs.rfc5545.recur.RecurrenceRule library;
    private final @Nullable WeekNumbers weeks;

    RuleExpander(RecurrenceRule rule, SeriesStart start) {
        var complete = rule.complete(start);
        this.weeks = WeekNumbers.of(complete);
        this.rule = weeks == null ? complete : weeks.weekly(complete);
        this.origin = this.rule.frequency().firstDay(start.local().toLocalDate(), rule.weekStart());
        this.library = library(this.rule);
    }

    /// The numbers of weeks of a rule with `BYWEEKNO`, which counts weeks from both ends of the year.
    ///
    /// lib-recur takes week 53 of a year that has none for a week of the next year. A rule with week numbers
    /// has no other parts than weekdays and times (clause 2.6), so it is the weekly rule of these, of which
    /// the days in such a week are kept.
    private record WeekNumbers(List<Integer> numbers, WeekFields fields) {
        static @Nullable WeekNumbers of(RecurrenceRule rule) {
            return rule.by().has(RulePart.BYWEEKNO)
                    ? new WeekNumbers(rule.by().of(RulePart.BYWEEKNO), WeekFields.of(rule.weekStart(), 4))
                    : null;
        }

        RecurrenceRule weekly(RecurrenceRule rule) {
            return new RecurrenceRule(
                    Frequency.WEEKLY,
                    1,
                    rule.end(),
                    rule.weekStart(),
                    rule.skip(),
                    rule.by().without(RulePart.BYWEEKNO));
        }

        boolean contain(LocalDate day) {
            var number = day.get(fields.weekOfWeekBasedYear());
            // From the end: the last week of the year is -1.
            return numbers.contains(number)
                    || numbers.contains(number
                            - (int) day.range(fields.weekOfWeekBasedYear()).getMaximum()
                            - 1);
        }
    }

    private static org.dmfs.rfc5545.recur.RecurrenceRule library(RecurrenceRule rule) {
        // SKIP matters to days of the month and of the year alone; elsewhere it would hide WKST from lib-recur.
        var text = rule.by().has(RulePart.BYMONTHDAY) || rule.by().has(RulePart.BYYEARDAY)
                ? rule
                : new RecurrenceRule(
                        rule.frequency(),
                        rule.interval(),
                        rule.end(),
                        rule.weekStart(),
                        RecurrenceRule.Skip.OMIT,
                        rule.by());
        try {
            return new org.dmfs.rfc5545.recur.RecurrenceRule(
                    text.endingAt(new RuleEnd.Never()).text(), RfcMode.RFC5545_STRICT);
        } catch (InvalidRecurrenceRuleException impossible) {
            throw new IllegalStateException("a rule that was checked", impossible);
        }
    }

    /// The wall-clock times of the rule in ascending order, each once, until the end of the year 9999. Those
    /// before the start belong to them if they are in its interval.
    ///
    /// @param from the earliest time
    Iterator<LocalDateTime> from(LocalDateTime from) {
        return new Times(from);
    }

    private long intervalOf(LocalDate day) {
        return rule.frequency().between(origin, day) / rule.interval();
    }

    private LocalDate firstDay(long interval) {
        return rule.frequency().plus(origin, interval * rule.interval());
    }

    private RecurrenceRuleIterator iterator(LocalDate first) {
        var year = first.getYear();
        var month = first.getMonthValue() - 1;
        var day = first.getDayOfMonth();
        return library.iterator(
                rule.by().has(RulePart.BYHOUR)
                        ? new DateTime(year, month, day, 0, 0, 0)
                        : new DateTime(year, month, day));
    }

    /// Whether one of the positions can be in an interval.
    private boolean isWithinReach() {
        var most = rule.by().timesOfInterval(rule.frequency());
        return !rule.by().has(RulePart.BYSETPOS)
                || rule.by().of(RulePart.BYSETPOS).stream().anyMatch(position -> Math.abs(position) <= most);
    }

    /// How many consecutive intervals lib-recur has found to be empty, at least, when it gives up. It gives
    /// up after 4,320 days that a daily rule leaves out, 1,000 empty intervals of another rule, or 4,320
    /// dates that do not exist, of which a month has at most 3 and a year 7, at each time of the day.
    private long examined() {
        return switch (rule.frequency()) {
            case DAILY -> 4_000;
            case WEEKLY -> 1_000;
            case MONTHLY, YEARLY -> Math.max(1, 400 / rule.by().timesOfDay());
        };
    }

    private final class Times implements Iterator<LocalDateTime> {
        private final LocalDateTime from;
        private @Nullable RecurrenceRuleIterator source;
        private @Nullable LocalDateTime next;
        private LocalDateTime last = LocalDateTime.MIN;
        private boolean isPulled;
        private boolean isAtEnd;

        /// The interval that [#source] begins at.
        private long segment;

        /// The last interval that is known to have a time; at first the one before those that are wanted.
        private long lastHit;

        Times(LocalDateTime from) {
            this.from = from;
            // One interval earlier, since SKIP=FORWARD may move a day into the next interval.
            segment = Math.max(0, intervalOf(from.toLocalDate()) - 1);
            lastHit = segment;
            isAtEnd = !isWithinReach() || firstDay(segment).getYear() > LAST_YEAR;
        }

        @Override
        public boolean hasNext() {
            while (next == null && !isAtEnd) {
                var time = pull();
                if (time == null) {
                    goOn();
                } else {
                    take(time);
                }
            }
            return next != null;
        }

        @Override
        public LocalDateTime next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            var result = next;
            next = null;
            return result;
        }

        /// A time of lib-recur. Behind the year 9999 it goes on in the year 0.
        private void take(LocalDateTime time) {
            isAtEnd = time.getYear() > LAST_YEAR || time.isBefore(last);
            if (!isAtEnd && time.isAfter(last) && (weeks == null || weeks.contain(time.toLocalDate()))) {
                lastHit = Math.max(lastHit, intervalOf(time.toLocalDate()));
                next = time.isBefore(from) ? null : time;
            }
            last = time;
        }

        /// Begins again behind the intervals in which lib-recur has found nothing, unless these are so many
        /// that nothing follows.
        private void goOn() {
            segment = Math.max(segment, lastHit) + examined();
            source = null;
            isPulled = false;
            isAtEnd = segment - lastHit >= rule.frequency().cycle()
                    || firstDay(segment).getYear() > LAST_YEAR;
        }

        /// The next time; null if lib-recur gives up.
        private @Nullable LocalDateTime pull() {
            try {
                if (source == null) {
                    source = iterator(firstDay(segment));
                } else if (isPulled) {
                    // This computes the time after it, and may fail: so it waits until that is wanted.
                    source.nextMillis();
                }
                isPulled = true;
                return source.hasNext()
                        ? LocalDateTime.ofEpochSecond(source.peekMillis() / 1000, 0, ZoneOffset.UTC)
                        : null;
            } catch (IllegalArgumentException | IllegalStateException tooManyEmptySets) {
                return null;
            }
        }
    }
}

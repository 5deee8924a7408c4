package almanac.base.recurrence;

import static almanac.base.recurrence.RulePart.BYHOUR;
import static almanac.base.recurrence.RulePart.BYMINUTE;
import static almanac.base.recurrence.RulePart.BYMONTH;
import static almanac.base.recurrence.RulePart.BYMONTHDAY;
import static almanac.base.recurrence.RulePart.BYSECOND;
import static almanac.base.recurrence.RulePart.BYWEEKNO;
import static almanac.base.recurrence.RulePart.BYYEARDAY;

import almanac.base.problem.FieldError;
import java.time.DayOfWeek;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// A recurrence rule (RFC 5545, section 3.3.10, with `SKIP` of RFC 7529): a value that was checked against
/// clause 2.6.
///
/// @param frequency the unit of the interval
/// @param interval how many units an interval has, from 1 to 1,000
/// @param end where it ends
/// @param weekStart the first day of a week
/// @param skip what becomes of a date that does not exist
/// @param by the parts that choose times within an interval
public record RecurrenceRule(
        Frequency frequency, int interval, RuleEnd end, DayOfWeek weekStart, Skip skip, ByParts by) {
    /// The name of the field of a request that contains a rule.
    static final String FIELD = "recurrence_rule";

    /// What becomes of a date that does not exist, such as 31 April (RFC 7529, `SKIP`).
    enum Skip {
        /// It is passed over.
        OMIT,
        /// It becomes the next day.
        FORWARD,
        /// It becomes the day before.
        BACKWARD
    }

    /// Reads a rule that somebody sent: an RRULE value of at most 512 characters in any case, with or without
    /// the prefix `RRULE:`. Everything that clause 2.6 lists is refused, with all of its reasons.
    ///
    /// @param start the start of its series, which decides how `UNTIL` is read, which parts are allowed, and
    ///     whether the rule gives anything
    public static Reading<RecurrenceRule> read(String text, SeriesStart start) {
        return switch (RuleText.read(text, start)) {
            case Reading.Refused<RecurrenceRule> refused -> refused;
            case Reading.Accepted<RecurrenceRule>(var rule)
            when RuleTable.isBarren(rule, start) -> refused("it gives no time after the start");
            case Reading.Accepted<RecurrenceRule> accepted -> accepted;
        };
    }

    /// Reads a rule in the spelling of [#text], as it was stored. The limits of clause 2.6 are not applied: a
    /// rule that was accepted once stays one.
    ///
    /// @throws IllegalArgumentException for a text that is not a rule
    public static RecurrenceRule stored(String text, SeriesStart start) {
        return new RuleText(text, start).parts();
    }

    /// A refusal with one reason.
    static Reading<RecurrenceRule> refused(String reason) {
        return new Reading.Refused<>(List.of(new FieldError(FIELD, reason)));
    }

    /// The rule in its canonical spelling, which [#read] reads to an equal rule: `FREQ`, `INTERVAL` unless
    /// it is 1, `COUNT` or `UNTIL`, `WKST` unless it is `MO`, the parts that begin with `BY` in
    /// alphabetical order with sorted values, and `RSCALE` with `SKIP` unless that is `OMIT`. `UNTIL` is in
    /// UTC, or a date.
    public String text() {
        var text = new StringBuilder("FREQ=").append(frequency);
        if (interval > 1) {
            text.append(";INTERVAL=").append(interval);
        }
        text.append(end.text());
        if (weekStart != DayOfWeek.MONDAY) {
            text.append(";WKST=").append(ByParts.abbreviation(weekStart));
        }
        by.write(text);
        if (skip != Skip.OMIT) {
            text.append(";RSCALE=GREGORIAN;SKIP=").append(skip);
        }
        return text.toString();
    }

    /// Whether it has neither `COUNT` nor `UNTIL`.
    public boolean isEndless() {
        return end instanceof RuleEnd.Never;
    }

    /// This rule with another end.
    RecurrenceRule endingAt(RuleEnd other) {
        return new RecurrenceRule(frequency, interval, other, weekStart, skip, by);
    }

    /// This rule with other parts.
    RecurrenceRule with(ByParts other) {
        return new RecurrenceRule(frequency, interval, end, weekStart, skip, other);
    }

    /// This rule for a start that was moved.
    RecurrenceRule moved(SeriesStart start, SeriesStart later) {
        var days = ChronoUnit.DAYS.between(
                start.local().toLocalDate(), later.local().toLocalDate());
        var turned = frequency == Frequency.WEEKLY ? with(by.withWeekdaysLater(days)) : this;
        return turned.endingAt(end.moved(start, later));
    }

    /// The rest of this rule for a later start: with the remaining `COUNT`, and with what the old start
    /// implied written out if the new one implies something else.
    ///
    /// @param passed how many times the rule has given before the new start
    RecurrenceRule from(SeriesStart start, SeriesStart later, long passed) {
        var rest = complete(start).equals(complete(later)) ? this : complete(start);
        return end instanceof RuleEnd.Count(var number)
                ? rest.endingAt(new RuleEnd.Count((int) (number - passed)))
                : rest;
    }

    /// Whether dates that do not exist become others. Among days and weeks there are no such dates.
    boolean movesDays() {
        return skip != Skip.OMIT && frequency.compareTo(Frequency.WEEKLY) > 0;
    }

    /// Whether the intervals that are counted from two starts are the same ones.
    boolean hasSameIntervals(SeriesStart start, SeriesStart later) {
        var origin = frequency.firstDay(start.local().toLocalDate(), weekStart);
        return frequency.between(origin, later.local().toLocalDate()) % interval == 0;
    }

    /// This rule with what its start implies written out (RFC 5545, section 3.3.10; clause 2.4).
    RecurrenceRule complete(SeriesStart start) {
        var days = days(start);
        if (start.allDay()) {
            return with(days);
        }
        return with(days.or(BYHOUR, start.local().getHour())
                .or(BYMINUTE, start.local().getMinute())
                .or(BYSECOND, start.local().getSecond()));
    }

    private ByParts days(SeriesStart start) {
        var day = start.local().toLocalDate();
        return switch (frequency) {
            case DAILY -> by;
            case WEEKLY -> by.or(day.getDayOfWeek());
            case MONTHLY -> by.days().isEmpty() ? by.or(BYMONTHDAY, day.getDayOfMonth()) : by;
            case YEARLY -> {
                if (by.has(BYWEEKNO)) {
                    yield by.or(day.getDayOfWeek());
                }
                if (by.has(BYYEARDAY)) {
                    yield by;
                }
                if (by.days().isEmpty()) {
                    yield by.or(BYMONTH, day.getMonthValue()).or(BYMONTHDAY, day.getDayOfMonth());
                }
                yield by.has(BYMONTHDAY) ? by.or(BYMONTH, day.getMonthValue()) : by;
            }
        };
    }
}

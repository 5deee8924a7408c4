package almanac.base.recurrence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/// Where a rule ends.
sealed interface RuleEnd {
    /// Without `COUNT` and `UNTIL`: at the end of the year 9999 (clause 2.4).
    record Never() implements RuleEnd {}

    /// `COUNT`.
    ///
    /// @param number how many times there are, with the start
    record Count(int number) implements RuleEnd {}

    /// `UNTIL` of a timed series.
    ///
    /// @param moment the last possible start, included
    record Moment(Instant moment) implements RuleEnd {}

    /// `UNTIL` of an all-day series.
    ///
    /// @param day the last possible day, included
    record Day(LocalDate day) implements RuleEnd {}

    /// The last second at which an occurrence may start, in epoch seconds.
    ///
    /// @throws IllegalStateException without `UNTIL`
    default long lastSecond(SeriesStart start) {
        return switch (this) {
            case Moment(var moment) -> moment.getEpochSecond();
            case Day(var day) -> day.plusDays(1).atStartOfDay(start.zone()).toEpochSecond() - 1;
            case Never _, Count _ -> throw new IllegalStateException("no UNTIL");
        };
    }

    /// The end for a start that was moved: as much later, by the clock on the wall.
    default RuleEnd moved(SeriesStart start, SeriesStart later) {
        if (this instanceof Never || this instanceof Count) {
            return this;
        }
        var last = start.local(lastSecond(start)).plus(Duration.between(start.local(), later.local()));
        return later.allDay()
                ? new Day(last.toLocalDate())
                : new Moment(last.atZone(later.zone()).toInstant().truncatedTo(ChronoUnit.SECONDS));
    }

    /// As a part of the rule, with a semicolon before it; empty for [Never].
    default String text() {
        return switch (this) {
            case Never _ -> "";
            case Count(var number) -> ";COUNT=" + number;
            case Moment(var moment) -> ";UNTIL=" + RecurrenceId.UTC.format(moment.atOffset(ZoneOffset.UTC));
            case Day(var day) -> ";UNTIL=" + DateTimeFormatter.BASIC_ISO_DATE.format(day);
        };
    }
}

package almanac.base.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/// The unit of a rule's interval (RFC 5545, `FREQ`). Units below a day are refused.
enum Frequency {
    DAILY(ChronoUnit.DAYS, 146_097),
    WEEKLY(ChronoUnit.WEEKS, 20_871),
    MONTHLY(ChronoUnit.MONTHS, 4_800),
    YEARLY(ChronoUnit.YEARS, 400);

    private final ChronoUnit unit;
    private final int cycle;

    Frequency(ChronoUnit unit, int cycle) {
        this.unit = unit;
        this.cycle = cycle;
    }

    /// The number of days in a unit, rounded up.
    int days() {
        return (int) unit.getDuration().toDays() + 1;
    }

    /// The number of units in 400 years, after which dates and weekdays of the Gregorian calendar repeat. A
    /// rule that gives nothing in this many consecutive intervals gives nothing in any later interval.
    int cycle() {
        return cycle;
    }

    /// The first day of the unit that contains a day.
    LocalDate firstDay(LocalDate day, DayOfWeek weekStart) {
        return switch (this) {
            case DAILY -> day;
            case WEEKLY -> day.with(TemporalAdjusters.previousOrSame(weekStart));
            case MONTHLY -> day.withDayOfMonth(1);
            case YEARLY -> day.withDayOfYear(1);
        };
    }

    /// The first day of the unit that follows another by a number of units.
    LocalDate plus(LocalDate firstDay, long units) {
        return firstDay.plus(units, unit);
    }

    /// The number of units from the first day of one to the unit that contains a later day.
    long between(LocalDate firstDay, LocalDate day) {
        return unit.between(firstDay, day);
    }
}

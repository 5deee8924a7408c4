package almanac.base.recurrence;

import static almanac.base.recurrence.RulePart.BYHOUR;
import static almanac.base.recurrence.RulePart.BYMINUTE;
import static almanac.base.recurrence.RulePart.BYMONTH;
import static almanac.base.recurrence.RulePart.BYMONTHDAY;
import static almanac.base.recurrence.RulePart.BYSECOND;
import static almanac.base.recurrence.RulePart.BYSETPOS;
import static almanac.base.recurrence.RulePart.BYWEEKNO;
import static almanac.base.recurrence.RulePart.BYYEARDAY;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Expands a rule by looking at each day of each interval, as RFC 5545 describes it: slow, and without the library.
/// With `SKIP` the days of the month and of the year have to be positive.
public final class NaiveExpansion {
    private final RecurrenceRule rule;
    private final SeriesStart start;
    private final List<LocalTime> times = new ArrayList<>();

    public NaiveExpansion(RecurrenceRule sent, SeriesStart start) {
        this.rule = sent.complete(start);
        this.start = start;
        for (var hour : numbers(BYHOUR)) {
            for (var minute : numbers(BYMINUTE)) {
                numbers(BYSECOND).forEach(second -> times.add(LocalTime.of(hour, minute, second)));
            }
        }
    }

    private List<Integer> numbers(RulePart part) {
        return rule.by().has(part) ? rule.by().of(part) : List.of(0);
    }

    /// The local times up to a day, the start first; without `COUNT` and `UNTIL`.
    public List<LocalDateTime> until(LocalDate last) {
        var found = new TreeSet<LocalDateTime>();
        var first = rule.frequency().firstDay(start.local().toLocalDate(), rule.weekStart());
        while (!first.isAfter(last)) {
            var set = interval(first, rule.frequency().plus(first, 1));
            for (int i = 0; i < set.size(); i++) {
                if (positions().isEmpty()
                        || positions().contains(i + 1)
                        || positions().contains(i - set.size())) {
                    found.add(set.get(i));
                }
            }
            first = rule.frequency().plus(first, rule.interval());
        }
        var result = new ArrayList<>(List.of(start.local()));
        var end = last.plusDays(1).atStartOfDay();
        if (end.isAfter(start.local())) {
            result.addAll(found.subSet(start.local(), false, end, false));
        }
        return result;
    }

    private List<Integer> positions() {
        return rule.by().of(BYSETPOS);
    }

    private List<LocalDateTime> interval(LocalDate first, LocalDate next) {
        return Stream.concat(first.datesUntil(next).filter(this::isOn), moved(first, next))
                .sorted()
                .distinct()
                .flatMap(day -> times.stream().map(day::atTime))
                .toList();
    }

    /// The days that stand for those that do not exist (RFC 7529).
    private Stream<LocalDate> moved(LocalDate first, LocalDate next) {
        var skips = rule.skip() != RecurrenceRule.Skip.OMIT && rule.frequency().compareTo(Frequency.WEEKLY) > 0;
        var ends = first.datesUntil(next).filter(day -> skips && isLast(day));
        return rule.skip() == RecurrenceRule.Skip.FORWARD ? ends.map(day -> day.plusDays(1)) : ends;
    }

    /// Whether a day that the rule names would come after a day, which is the last of its month or year.
    private boolean isLast(LocalDate day) {
        var month = is(BYMONTH, day.getMonthValue(), 12)
                && day.getDayOfMonth() == day.lengthOfMonth()
                && rule.by().of(BYMONTHDAY).stream().anyMatch(number -> number > day.lengthOfMonth());
        return month
                || (day.getDayOfYear() == 365
                        && !day.isLeapYear()
                        && rule.by().of(BYYEARDAY).contains(366));
    }

    private boolean isOn(LocalDate day) {
        return is(BYMONTH, day.getMonthValue(), 12)
                && is(BYYEARDAY, day.getDayOfYear(), day.lengthOfYear())
                && is(BYMONTHDAY, day.getDayOfMonth(), day.lengthOfMonth())
                && is(BYWEEKNO, week(day), weeks(day))
                && (rule.by().days().isEmpty() || rule.by().days().stream().anyMatch(each -> isOn(day, each)));
    }

    /// Week 1 of a year is the first one with at least four of its days (RFC 5545, `BYWEEKNO`).
    private LocalDate firstWeek(int year) {
        return Frequency.WEEKLY.firstDay(LocalDate.of(year, 1, 4), rule.weekStart());
    }

    /// The year that a week counts for: that of its fourth day.
    private int yearOfWeek(LocalDate day) {
        return Frequency.WEEKLY.firstDay(day, rule.weekStart()).plusDays(3).getYear();
    }

    private int week(LocalDate day) {
        return (int) ChronoUnit.WEEKS.between(firstWeek(yearOfWeek(day)), day) + 1;
    }

    private int weeks(LocalDate day) {
        var year = yearOfWeek(day);
        return (int) ChronoUnit.WEEKS.between(firstWeek(year), firstWeek(year + 1));
    }

    private boolean is(RulePart part, int number, int most) {
        return !rule.by().has(part)
                || rule.by().of(part).contains(number)
                || rule.by().of(part).contains(number - most - 1);
    }

    private boolean isOn(LocalDate day, ByParts.NumberedDay wanted) {
        if (wanted.day() != day.getDayOfWeek()) {
            return false;
        }
        var inMonth = rule.frequency() == Frequency.MONTHLY || rule.by().has(BYMONTH);
        var place = inMonth ? day.getDayOfMonth() : day.getDayOfYear();
        var length = inMonth ? day.lengthOfMonth() : day.lengthOfYear();
        return wanted.ordinal() == 0
                || wanted.ordinal() == (place - 1) / 7 + 1
                || wanted.ordinal() == -((length - place) / 7 + 1);
    }
}

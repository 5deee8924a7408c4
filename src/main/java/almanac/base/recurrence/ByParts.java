package almanac.base.recurrence;

import java.time.DayOfWeek;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The parts of a rule that begin with `BY`. Lists are sorted and have no value twice.
///
/// @param numbers the lists of numbers, by their part
/// @param days the list of `BYDAY`; empty without one
record ByParts(Map<RulePart, List<Integer>> numbers, List<NumberedDay> days) {
    ByParts {
        var copy = new EnumMap<RulePart, List<Integer>>(RulePart.class);
        copy.putAll(numbers);
        numbers = Collections.unmodifiableMap(copy);
        days = List.copyOf(days);
    }

    /// A value of `BYDAY`: a weekday, or one of them in the month or year.
    ///
    /// @param ordinal which one, counted from the end if negative; 0 for each
    record NumberedDay(int ordinal, DayOfWeek day) implements Comparable<NumberedDay> {
        private static final Comparator<NumberedDay> ORDER =
                Comparator.comparingInt(NumberedDay::ordinal).thenComparing(NumberedDay::day);

        /// The value of a text that has the form of one.
        static NumberedDay of(String text) {
            var number = text.substring(0, text.length() - 2);
            return new NumberedDay(
                    number.isEmpty() ? 0 : Integer.parseInt(number), weekday(text.substring(text.length() - 2)));
        }

        @Override
        public int compareTo(NumberedDay other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return (ordinal == 0 ? "" : Integer.toString(ordinal)) + abbreviation(day);
        }
    }

    /// The weekday of an abbreviation, such as `MO`.
    static DayOfWeek weekday(String abbreviation) {
        for (var day : DayOfWeek.values()) {
            if (abbreviation(day).equals(abbreviation)) {
                return day;
            }
        }
        throw new IllegalArgumentException("no weekday");
    }

    /// The abbreviation of a weekday, such as `MO`.
    static String abbreviation(DayOfWeek day) {
        return day.name().substring(0, 2);
    }

    /// Whether there is such a part.
    boolean has(RulePart part) {
        return part == RulePart.BYDAY ? !days.isEmpty() : numbers.containsKey(part);
    }

    /// Whether there is any part.
    boolean isPresent() {
        return !days.isEmpty() || !numbers.isEmpty();
    }

    /// The numbers of a part; empty without it.
    List<Integer> of(RulePart part) {
        return numbers.getOrDefault(part, List.of());
    }

    /// These and, unless it is there, a part with one number.
    ByParts or(RulePart part, int number) {
        if (has(part)) {
            return this;
        }
        var more = new HashMap<>(numbers);
        more.put(part, List.of(number));
        return new ByParts(more, days);
    }

    /// These and, unless there is a `BYDAY`, one with a weekday.
    ByParts or(DayOfWeek day) {
        return days.isEmpty() ? new ByParts(numbers, List.of(new NumberedDay(0, day))) : this;
    }

    /// These without a part.
    ByParts without(RulePart part) {
        var fewer = new HashMap<>(numbers);
        fewer.remove(part);
        return new ByParts(fewer, days);
    }

    /// These with each weekday some days later.
    ByParts withWeekdaysLater(long daysLater) {
        return new ByParts(
                numbers,
                days.stream()
                        .map(each -> new NumberedDay(each.ordinal, each.day.plus(daysLater)))
                        .sorted()
                        .toList());
    }

    /// How many times of the day there are.
    int timesOfDay() {
        return size(RulePart.BYHOUR) * size(RulePart.BYMINUTE) * size(RulePart.BYSECOND);
    }

    /// An upper bound of the number of times in one interval, if what the start implies is written out.
    int timesOfInterval(Frequency frequency) {
        var days = switch (frequency) {
            case DAILY -> 1;
            case WEEKLY -> size(RulePart.BYDAY);
            case MONTHLY -> has(RulePart.BYMONTHDAY) ? size(RulePart.BYMONTHDAY) : weekdays(5);
            case YEARLY -> daysOfYear();
        };
        return days * timesOfDay();
    }

    private int daysOfYear() {
        if (has(RulePart.BYYEARDAY)) {
            return size(RulePart.BYYEARDAY);
        }
        var months = size(RulePart.BYMONTH);
        return has(RulePart.BYMONTHDAY)
                ? months * size(RulePart.BYMONTHDAY)
                : has(RulePart.BYMONTH) ? months * weekdays(5) : weekdays(53);
    }

    private int weekdays(int each) {
        return days.stream().mapToInt(day -> day.ordinal() == 0 ? each : 1).sum();
    }

    private int size(RulePart part) {
        return Math.max(1, part == RulePart.BYDAY ? days.size() : of(part).size());
    }

    /// Adds `;BYDAY=…` and so on, in the order of [RulePart].
    void write(StringBuilder text) {
        if (!days.isEmpty()) {
            write(text, RulePart.BYDAY, days);
        }
        numbers.forEach((part, list) -> write(text, part, list));
    }

    private static void write(StringBuilder text, RulePart part, List<?> values) {
        text.append(';').append(part).append('=');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ",").append(values.get(i));
        }
    }
}

package almanac.base.recurrence;

import almanac.base.problem.FieldError;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The text of a rule, split into its parts.
final class RuleText {
    private static final int LONGEST = 512;
    private static final String PREFIX = "RRULE:";
    private static final Pattern PRINTABLE = Pattern.compile("[ -~]*");
    private static final Pattern NAME = Pattern.compile("[A-Z-]{1,20}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern DAY = Pattern.compile("[+-]?[0-9]{1,2}(MO|TU|WE|TH|FR|SA|SU)|MO|TU|WE|TH|FR|SA|SU");
    private static final Pattern TIME = Pattern.compile("[0-9]{8}(T[0-9]{6}Z?)?");
    private static final int LAST_ORDINAL = 53;

    private final SeriesStart start;
    private final Map<RulePart, String> values = new EnumMap<>(RulePart.class);
    private final Set<String> reasons = new LinkedHashSet<>();

    /// Splits a text. It is not checked for its length.
    RuleText(String text, SeriesStart start) {
        this.start = start;
        var pieces = text.toUpperCase(Locale.ROOT).split(";", -1);
        // A semicolon at the end is common and harmless.
        var last = pieces.length > 1 && pieces[pieces.length - 1].isEmpty() ? pieces.length - 1 : pieces.length;
        Arrays.stream(pieces, 0, last).forEach(this::add);
    }

    /// A rule that was checked as [RecurrenceRule#read] describes, except for whether it gives anything.
    static Reading<RecurrenceRule> read(String text, SeriesStart start) {
        var sent = text.length() > 2 * LONGEST ? text : text.strip();
        var value = sent.regionMatches(true, 0, PREFIX, 0, PREFIX.length()) ? sent.substring(PREFIX.length()) : sent;
        if (value.length() > LONGEST) {
            return RecurrenceRule.refused("must have at most " + LONGEST + " characters");
        }
        if (!PRINTABLE.matcher(value).matches()) {
            return RecurrenceRule.refused("must consist of printable ASCII characters");
        }
        var parts = new RuleText(value, start);
        parts.check();
        if (!parts.reasons.isEmpty()) {
            return new Reading.Refused<>(parts.reasons.stream()
                    .map(reason -> new FieldError(RecurrenceRule.FIELD, reason))
                    .toList());
        }
        var rule = parts.parts();
        var errors = RuleTable.refusals(rule, parts.values.keySet(), start);
        return errors.isEmpty() ? new Reading.Accepted<>(rule) : new Reading.Refused<>(errors);
    }

    private void add(String piece) {
        var equals = piece.indexOf('=');
        var name = equals < 0 ? piece : piece.substring(0, equals);
        var part = Stream.of(RulePart.values())
                .filter(each -> each.name().equals(name))
                .findFirst();
        if (part.isEmpty() || equals < 0) {
            reasons.add(
                    NAME.matcher(name).matches()
                            ? name + (part.isEmpty() ? " is an unknown part" : " has no value")
                            : "has an empty or malformed part");
        } else if (values.putIfAbsent(part.get(), piece.substring(equals + 1)) != null) {
            reasons.add(name + " is given twice");
        }
    }

    private void check() {
        check(RulePart.FREQ, "DAILY, WEEKLY, MONTHLY or YEARLY", RuleText::isFrequency);
        if (!values.containsKey(RulePart.FREQ)) {
            reasons.add("FREQ is missing");
        }
        check(RulePart.INTERVAL, "a whole number from 1 to 1000", text -> isNumber(text, RuleTable.LONGEST_INTERVAL));
        check(RulePart.COUNT, "a whole number from 1 to 10000", text -> isNumber(text, RuleTable.LARGEST_COUNT));
        check(RulePart.UNTIL, "a date or a moment such as 20250210T050000Z", this::isTime);
        check(RulePart.WKST, "a weekday such as MO", text -> text.length() == 2 && isDay(text));
        check(RulePart.RSCALE, "GREGORIAN", "GREGORIAN"::equals);
        check(RulePart.SKIP, "OMIT, FORWARD or BACKWARD", RuleText::isSkip);
        check(RulePart.BYDAY, "weekdays such as MO or -1FR, with numbers up to 53", list(RuleText::isDay));
        for (var part : RulePart.values()) {
            if (part.isNumbers()) {
                check(part, part.range(), list(part::accepts));
            }
        }
    }

    private void check(RulePart part, String expected, Function<String, Boolean> accepts) {
        var value = values.get(part);
        if (value != null && !accepts.apply(value)) {
            reasons.add(part + " must be " + expected);
        }
    }

    private static Function<String, Boolean> list(Function<String, Boolean> accepts) {
        return text -> Stream.of(text.split(",", -1)).allMatch(accepts::apply);
    }

    private static boolean isFrequency(String text) {
        return Stream.of(Frequency.values()).anyMatch(each -> each.name().equals(text));
    }

    private static boolean isSkip(String text) {
        return Stream.of(RecurrenceRule.Skip.values())
                .anyMatch(each -> each.name().equals(text));
    }

    private static boolean isNumber(String text, int max) {
        return NUMBER.matcher(text).matches() && Integer.parseInt(text) >= 1 && Integer.parseInt(text) <= max;
    }

    private static boolean isDay(String text) {
        return DAY.matcher(text).matches()
                && (text.length() == 2
                        || (ByParts.NumberedDay.of(text).ordinal() != 0
                                && Math.abs(ByParts.NumberedDay.of(text).ordinal()) <= LAST_ORDINAL));
    }

    private boolean isTime(String text) {
        try {
            return TIME.matcher(text).matches() && !until(text).text().isEmpty();
        } catch (DateTimeException noSuchTime) {
            return false;
        }
    }

    /// The rule of parts that are well formed.
    ///
    /// @throws IllegalArgumentException if there is no valid `FREQ`
    RecurrenceRule parts() {
        var numbers = new EnumMap<RulePart, List<Integer>>(RulePart.class);
        values.keySet().stream().filter(RulePart::isNumbers).forEach(part -> numbers.put(part, numbers(part)));
        var days = sorted(RulePart.BYDAY, ByParts.NumberedDay::of);
        return new RecurrenceRule(
                Frequency.valueOf(values.getOrDefault(RulePart.FREQ, "")),
                Integer.parseInt(values.getOrDefault(RulePart.INTERVAL, "1")),
                end(),
                values.containsKey(RulePart.WKST) ? ByParts.weekday(value(RulePart.WKST)) : DayOfWeek.MONDAY,
                RecurrenceRule.Skip.valueOf(values.getOrDefault(RulePart.SKIP, "OMIT")),
                new ByParts(numbers, days));
    }

    private List<Integer> numbers(RulePart part) {
        return sorted(
                part,
                text -> part == RulePart.BYSECOND ? Math.min(59, Integer.parseInt(text)) : Integer.parseInt(text));
    }

    private <T> List<T> sorted(RulePart part, Function<String, T> value) {
        return values.containsKey(part)
                ? Stream.of(value(part).split(",", -1))
                        .map(value)
                        .distinct()
                        .sorted()
                        .toList()
                : List.of();
    }

    private String value(RulePart part) {
        return values.getOrDefault(part, "");
    }

    private RuleEnd end() {
        if (values.containsKey(RulePart.COUNT)) {
            return new RuleEnd.Count(Integer.parseInt(value(RulePart.COUNT)));
        }
        return values.containsKey(RulePart.UNTIL) ? until(value(RulePart.UNTIL)) : new RuleEnd.Never();
    }

    /// `UNTIL` in the kind of the start (clause 2.5).
    ///
    /// @throws DateTimeException for a time that does not exist
    private RuleEnd until(String text) {
        var day = LocalDate.parse(text.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        if (text.length() == 8) {
            return start.allDay() ? new RuleEnd.Day(day) : endOf(day);
        }
        var time = LocalDateTime.of(day, time(text.substring(9, 15)));
        var utc = text.endsWith("Z");
        if (start.allDay()) {
            return new RuleEnd.Day(utc ? dayOf(time) : day);
        }
        return new RuleEnd.Moment((utc ? time.atZone(ZoneOffset.UTC) : time.atZone(start.zone())).toInstant());
    }

    private RuleEnd endOf(LocalDate day) {
        return new RuleEnd.Moment(
                day.plusDays(1).atStartOfDay(start.zone()).toInstant().minusSeconds(1));
    }

    /// The day that a moment in UTC means for an all-day series: the first or last second of a day in UTC
    /// stands for that day, any other moment for the day that it lies in in the zone.
    private LocalDate dayOf(LocalDateTime utc) {
        var time = utc.toLocalTime();
        return time.equals(LocalTime.MIN) || time.equals(LocalTime.of(23, 59, 59))
                ? utc.toLocalDate()
                : start.local(utc.toEpochSecond(ZoneOffset.UTC)).toLocalDate();
    }

    private static LocalTime time(String text) {
        var second = Integer.parseInt(text.substring(4));
        return LocalTime.of(
                Integer.parseInt(text.substring(0, 2)),
                Integer.parseInt(text.substring(2, 4)),
                second == 60 ? 59 : second);
    }
}

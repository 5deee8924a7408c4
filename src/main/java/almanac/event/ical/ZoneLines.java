package almanac.event.ical;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneRules;
import java.util.Optional;

/// Writes a time zone as a VTIMEZONE (RFC 5545, section 3.6.5), from a moment on.
final class ZoneLines {
    /// How many changes are written one by one, where no rule gives them.
    private static final int MOST_CHANGES = 200;

    private static final int YEARS_CHECKED = 40;

    private ZoneLines() {}

    /// Writes a zone.
    ///
    /// @param first the first moment that is of interest, epoch ms
    static void write(ZoneId zone, long first, StringBuilder to) {
        var rules = zone.getRules();
        Line.of("BEGIN", "VTIMEZONE").write(to);
        Line.of("TZID", zone.getId()).write(to);
        before(rules, Instant.ofEpochMilli(first), to);
        var change = rules.nextTransition(Instant.ofEpochMilli(first));
        for (var written = 0; change != null && written < MOST_CHANGES; written++) {
            var year = change.getDateTimeBefore().getYear();
            if (rules.getTransitionRules().stream()
                            .allMatch(rule -> ruled(rule, year).isPresent())
                    && isRuledFrom(rules, change)) {
                rules.getTransitionRules().forEach(rule -> write(rule, rules, year, to));
                break;
            }
            write(rules, change, Optional.empty(), to);
            change = rules.nextTransition(change.getInstant());
        }
        Line.of("END", "VTIMEZONE").write(to);
    }

    /// The offset that is valid at the first moment.
    private static void before(ZoneRules rules, Instant first, StringBuilder to) {
        var last = rules.previousTransition(first.plusMillis(1));
        if (last != null) {
            write(rules, last, Optional.empty(), to);
            return;
        }
        var offset = rules.getOffset(first);
        write("STANDARD", LocalDateTime.of(1970, 1, 1, 0, 0), offset, offset, Optional.empty(), to);
    }

    /// Whether a change and all later ones are those of the rules.
    private static boolean isRuledFrom(ZoneRules rules, ZoneOffsetTransition change) {
        var listed = rules.getTransitions();
        var isListed = !listed.isEmpty() && !listed.getLast().getInstant().isBefore(change.getInstant());
        if (isListed || rules.getTransitionRules().isEmpty()) {
            return false;
        }
        var year = change.getDateTimeBefore().getYear();
        return rules.getTransitionRules().stream()
                .map(rule -> rule.createTransition(year))
                .allMatch(each ->
                        each.equals(rules.nextTransition(each.getInstant().minusMillis(1))));
    }

    private static void write(ZoneOffsetTransitionRule rule, ZoneRules rules, int year, StringBuilder to) {
        write(rules, rule.createTransition(year), ruled(rule, year), to);
    }

    private static void write(ZoneRules rules, ZoneOffsetTransition change, Optional<String> rule, StringBuilder to) {
        var isSummer = rules.isDaylightSavings(change.getInstant());
        write(
                isSummer ? "DAYLIGHT" : "STANDARD",
                change.getDateTimeBefore(),
                change.getOffsetBefore(),
                change.getOffsetAfter(),
                rule,
                to);
    }

    private static void write(
            String kind,
            LocalDateTime start,
            ZoneOffset before,
            ZoneOffset after,
            Optional<String> rule,
            StringBuilder to) {
        Line.of("BEGIN", kind).write(to);
        Line.of("DTSTART", IcalTime.text(start)).write(to);
        Line.of("TZOFFSETFROM", text(before)).write(to);
        Line.of("TZOFFSETTO", text(after)).write(to);
        rule.ifPresent(text -> Line.of("RRULE", text).write(to));
        Line.of("END", kind).write(to);
    }

    private static String text(ZoneOffset offset) {
        var length = Duration.ofSeconds(Math.abs(offset.getTotalSeconds()));
        var sign = offset.getTotalSeconds() < 0 ? "-" : "+";
        var seconds = length.toSecondsPart() == 0 ? "" : String.format("%02d", length.toSecondsPart());
        return sign + String.format("%02d%02d", length.toHours(), length.toMinutesPart()) + seconds;
    }

    /// The RRULE of a rule, from a year on; empty if none gives the same days. A rule that is given in UTC may
    /// fall on another day there.
    private static Optional<String> ruled(ZoneOffsetTransitionRule rule, int year) {
        var first = rule.createTransition(year).getDateTimeBefore().toLocalDate();
        var day = rule.getDayOfWeek();
        var month = "FREQ=YEARLY;BYMONTH=" + first.getMonthValue();
        for (var later = year; later < year + YEARS_CHECKED; later++) {
            var other = rule.createTransition(later).getDateTimeBefore().toLocalDate();
            var isSame = day == null
                    ? other.getDayOfMonth() == first.getDayOfMonth()
                    : other.getDayOfWeek() == day && isWithin(rule, other.getDayOfMonth(), other.lengthOfMonth());
            if (!isSame || other.getMonth() != first.getMonth()) {
                return Optional.empty();
            }
        }
        if (day == null) {
            return Optional.of(month + ";BYMONTHDAY=" + first.getDayOfMonth());
        }
        var name = day.name().substring(0, 2);
        var indicator = rule.getDayOfMonthIndicator();
        if (indicator == -1 || indicator % 7 == 1) {
            return Optional.of(month + ";BYDAY=" + (indicator == -1 ? -1 : indicator / 7 + 1) + name);
        }
        return indicator < 0
                ? Optional.empty()
                : Optional.of(month + ";BYMONTHDAY=" + week(indicator) + ";BYDAY=" + name);
    }

    private static boolean isWithin(ZoneOffsetTransitionRule rule, int day, int length) {
        var from = rule.getDayOfMonthIndicator();
        return from < 0 ? day > length - 7 && from == -1 : day >= from && day < from + 7;
    }

    private static String week(int first) {
        var days = new StringBuilder();
        for (var day = first; day < first + 7; day++) {
            days.append(day == first ? "" : ",").append(day);
        }
        return days.toString();
    }
}

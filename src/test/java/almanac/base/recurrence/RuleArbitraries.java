package almanac.base.recurrence;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Random rules with their starts.
public final class RuleArbitraries {
    /// Zones whose clocks change by an hour, by half an hour, at midnight, by a day, and never.
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Cairo",
            "America/Sao_Paulo",
            "Asia/Kathmandu",
            "UTC");
    private static final List<String> DAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

    private RuleArbitraries() {}

    /// A rule and the start it is read for.
    public record Case(String text, SeriesStart start) {
        /// The rule; empty if it is refused.
        public Optional<RecurrenceRule> rule() {
            return RecurrenceRule.read(text, start) instanceof Reading.Accepted<RecurrenceRule>(var rule)
                    ? Optional.of(rule)
                    : Optional.empty();
        }
    }

    /// Rules without an end. Few of them are refused.
    static Arbitrary<Case> endless() {
        return cases(Arbitraries.just(""));
    }

    /// Rules of which most end.
    public static Arbitrary<Case> any() {
        var count = Arbitraries.integers().between(1, 60).map(number -> ";COUNT=" + number);
        var until = Arbitraries.integers().between(1995, 2045).map(year -> ";UNTIL=" + year + "0617T083000Z");
        return cases(Arbitraries.oneOf(Arbitraries.just(""), count, until));
    }

    private static Arbitrary<Case> cases(Arbitrary<String> ends) {
        var times = Combinators.combine(
                        Arbitraries.integers().between(0, 40 * 365),
                        Arbitraries.integers().between(0, 24 * 60 - 1))
                .as((day, minute) ->
                        LocalDateTime.of(1995, 1, 1, 0, 0).plusDays(day).plusMinutes(minute));
        var starts = Combinators.combine(times, Arbitraries.of(ZONES).map(ZoneId::of), Arbitraries.of(true, false))
                .as((time, zone, allDay) ->
                        allDay ? SeriesStart.ofDay(time.toLocalDate(), zone) : new SeriesStart(time, zone, false));
        var frequencies = Arbitraries.of(Frequency.values());
        return Combinators.combine(starts, frequencies, ends)
                .flatAs((start, frequency, end) ->
                        rules(frequency, start.allDay()).map(rule -> new Case(rule + end, start)))
                .withoutEdgeCases();
    }

    private static Arbitrary<String> rules(Frequency frequency, boolean allDay) {
        var interval = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")),
                Tuple.of(1, Arbitraries.integers().between(2, 30).map(number -> ";INTERVAL=" + number)));
        var more = Combinators.combine(
                        maybe("WKST", Arbitraries.of(DAYS)),
                        allDay ? Arbitraries.just("") : maybe("BYHOUR", numbers(0, 23)),
                        allDay ? Arbitraries.just("") : maybe("BYMINUTE", numbers(0, 59)),
                        maybe("BYSETPOS", signed(5)))
                .as(RuleArbitraries::join);
        var rest = Combinators.combine(interval, days(frequency), more).as(RuleArbitraries::join);
        var weeks = Combinators.combine(
                        signed(53),
                        maybe("BYDAY", weekdays(0)),
                        Arbitraries.of(DAYS).map(day -> ";WKST=" + day))
                .as((numbers, days, start) -> ";BYWEEKNO=" + numbers + days + start);
        var yearly = Arbitraries.frequencyOf(Tuple.of(6, rest), Tuple.of(1, weeks));
        var all = Arbitraries.frequencyOf(
                Tuple.of(4, frequency == Frequency.YEARLY ? yearly : rest),
                Tuple.of(
                        1,
                        Combinators.combine(interval, skipped(frequency), more).as(RuleArbitraries::join)));
        return all.map(parts -> "FREQ=" + frequency + parts);
    }

    /// Rules with dates that do not exist, and what becomes of these.
    private static Arbitrary<String> skipped(Frequency frequency) {
        var days = maybe("BYMONTHDAY", numbers(26, 31));
        var of = frequency == Frequency.YEARLY
                ? Arbitraries.oneOf(
                        days,
                        Combinators.combine(maybe("BYMONTH", numbers(1, 12)), days)
                                .as(RuleArbitraries::join),
                        maybe("BYYEARDAY", numbers(360, 366)))
                : days;
        return Combinators.combine(of, Arbitraries.of("OMIT", "FORWARD", "BACKWARD"))
                .as((parts, skip) -> parts + ";RSCALE=GREGORIAN;SKIP=" + skip);
    }

    private static Arbitrary<String> days(Frequency frequency) {
        var numbered = frequency == Frequency.MONTHLY ? 5 : frequency == Frequency.YEARLY ? 53 : 0;
        return Combinators.combine(
                        maybe("BYMONTH", numbers(1, 12)),
                        frequency == Frequency.WEEKLY ? Arbitraries.just("") : maybe("BYMONTHDAY", signed(31)),
                        frequency == Frequency.YEARLY ? maybe("BYYEARDAY", signed(366)) : Arbitraries.just(""),
                        maybe("BYDAY", weekdays(numbered)))
                .as(RuleArbitraries::join);
    }

    private static String join(String... parts) {
        return String.join("", parts);
    }

    private static Arbitrary<String> maybe(String part, Arbitrary<String> value) {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.just("")), Tuple.of(2, value.map(text -> ";" + part + "=" + text)));
    }

    private static Arbitrary<String> list(Arbitrary<String> value) {
        return value.list().ofMinSize(1).ofMaxSize(5).map(values -> String.join(",", values));
    }

    private static Arbitrary<String> numbers(int from, int to) {
        return list(Arbitraries.integers().between(from, to).map(String::valueOf));
    }

    private static Arbitrary<String> signed(int most) {
        return list(number(most));
    }

    private static Arbitrary<String> number(int most) {
        return Arbitraries.integers()
                .between(-most, most)
                .filter(number -> number != 0)
                .map(String::valueOf);
    }

    private static Arbitrary<String> weekdays(int most) {
        var ordinals = most == 0
                ? Arbitraries.just("")
                : Arbitraries.frequencyOf(Tuple.of(1, Arbitraries.just("")), Tuple.of(1, number(most)));
        return list(Combinators.combine(ordinals, Arbitraries.of(DAYS)).as(RuleArbitraries::join));
    }
}

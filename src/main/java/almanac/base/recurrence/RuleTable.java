package almanac.base.recurrence;

import static almanac.base.recurrence.RulePart.BYDAY;
import static almanac.base.recurrence.RulePart.BYHOUR;
import static almanac.base.recurrence.RulePart.BYMINUTE;
import static almanac.base.recurrence.RulePart.BYMONTH;
import static almanac.base.recurrence.RulePart.BYMONTHDAY;
import static almanac.base.recurrence.RulePart.BYSECOND;
import static almanac.base.recurrence.RulePart.BYSETPOS;
import static almanac.base.recurrence.RulePart.BYWEEKNO;
import static almanac.base.recurrence.RulePart.BYYEARDAY;

import almanac.base.problem.FieldError;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The rules that are refused (clause 2.6): what RFC 5545 and RFC 7529 forbid between parts, and limits of
/// Almanac. The ranges of single parts are in [RulePart] and [RuleText].
final class RuleTable {
    static final int LONGEST_INTERVAL = 1_000;
    static final int LARGEST_COUNT = 10_000;
    private static final int MOST_TIMES_OF_A_DAY = 24;
    private static final int MOST_TO_CHOOSE_FROM = 1_000;

    private static final List<Row> TABLE = List.of(
            new Row("COUNT and UNTIL exclude each other", it -> it.sent(RulePart.COUNT) && it.sent(RulePart.UNTIL)),
            new Row("SKIP needs RSCALE", it -> it.sent(RulePart.SKIP) && !it.sent(RulePart.RSCALE)),
            new Row("BYWEEKNO needs FREQ=YEARLY", it -> it.sent(BYWEEKNO) && !it.repeats(Frequency.YEARLY)),
            new Row(
                    "BYWEEKNO excludes BYMONTH, BYMONTHDAY, BYYEARDAY, BYSETPOS, INTERVAL above 1 and SKIP",
                    it -> it.sent(BYWEEKNO)
                            && (it.sent(BYMONTH, BYMONTHDAY, BYYEARDAY, BYSETPOS)
                                    || it.rule.interval() > 1
                                    || it.rule.movesDays())),
            new Row("BYYEARDAY needs FREQ=YEARLY", it -> it.sent(BYYEARDAY) && !it.repeats(Frequency.YEARLY)),
            new Row("BYMONTHDAY excludes FREQ=WEEKLY", it -> it.sent(BYMONTHDAY) && it.repeats(Frequency.WEEKLY)),
            new Row(
                    "BYDAY with numbers needs FREQ=MONTHLY or FREQ=YEARLY",
                    it -> it.numbersDays() && !it.repeats(Frequency.MONTHLY) && !it.repeats(Frequency.YEARLY)),
            new Row("BYDAY with numbers excludes BYWEEKNO", it -> it.numbersDays() && it.sent(BYWEEKNO)),
            new Row(
                    "SKIP excludes two of BYDAY, BYMONTHDAY and BYYEARDAY",
                    it -> it.rule.movesDays() && it.dayParts() > 1),
            new Row(
                    "SKIP excludes BYMONTH and BYSETPOS beside BYYEARDAY",
                    it -> it.rule.movesDays() && it.sent(BYMONTH, BYSETPOS) && it.sent(BYYEARDAY)),
            new Row(
                    "BYDAY excludes -366 in BYYEARDAY",
                    it -> it.sent(BYDAY) && it.rule.by().of(BYYEARDAY).contains(-366)),
            new Row(
                    "BYSETPOS needs another part that begins with BY",
                    it -> it.sent(BYSETPOS) && !it.rule.by().without(BYSETPOS).isPresent()),
            new Row(
                    "BYSETPOS must choose from at most 1000 times in an interval",
                    it -> it.sent(BYSETPOS) && it.timesOfInterval() > MOST_TO_CHOOSE_FROM),
            new Row(
                    "BYHOUR, BYMINUTE and BYSECOND exclude an all-day start",
                    it -> it.start.allDay() && it.sent(BYHOUR, BYMINUTE, BYSECOND)),
            new Row(
                    "BYHOUR, BYMINUTE and BYSECOND must give at most 24 times a day",
                    it -> it.rule.by().timesOfDay() > MOST_TIMES_OF_A_DAY));

    private RuleTable() {}

    /// A reason, and the rules it applies to.
    private record Row(String reason, Predicate<Candidate> applies) {}

    /// A rule that is checked.
    private record Candidate(RecurrenceRule rule, Set<RulePart> parts, SeriesStart start) {
        boolean sent(RulePart... any) {
            for (var part : any) {
                if (parts.contains(part)) {
                    return true;
                }
            }
            return false;
        }

        boolean repeats(Frequency frequency) {
            return rule.frequency() == frequency;
        }

        long dayParts() {
            return Stream.of(BYDAY, BYMONTHDAY, BYYEARDAY).filter(this::sent).count();
        }

        int timesOfInterval() {
            return rule.complete(start).by().timesOfInterval(rule.frequency());
        }

        boolean numbersDays() {
            return rule.by().days().stream().anyMatch(day -> day.ordinal() != 0);
        }
    }

    /// The reasons against a rule whose parts are well formed; empty if there are none.
    ///
    /// @param parts the parts that were sent
    static List<FieldError> refusals(RecurrenceRule rule, Set<RulePart> parts, SeriesStart start) {
        var candidate = new Candidate(rule, parts, start);
        return TABLE.stream()
                .filter(row -> row.applies.test(candidate))
                .map(row -> new FieldError(RecurrenceRule.FIELD, row.reason))
                .toList();
    }

    /// Whether a rule that should give more than the start gives nothing after it. `UNTIL` and `COUNT=1` may
    /// leave the start alone.
    static boolean isBarren(RecurrenceRule rule, SeriesStart start) {
        return switch (rule.end()) {
            case RuleEnd.Never _ -> !new RuleTimes(rule, start).hasNextAfterStart();
            case RuleEnd.Count(var number) -> number > 1 && !new RuleTimes(rule, start).hasNextAfterStart();
            case RuleEnd.Moment _, RuleEnd.Day _ -> false;
        };
    }
}

package almanac.base.recurrence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.recurrence.RuleArbitraries.Case;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What holds for every series, with random rules, starts and zones.
class RulePropertiesTest {
    private static final int MOST = 200;

    @Provide
    Arbitrary<Case> endless() {
        return RuleArbitraries.endless();
    }

    @Provide
    Arbitrary<Case> any() {
        return RuleArbitraries.any();
    }

    @Property(tries = 600)
    @Label("2.1 2.4 2.7 a rule gives the times that looking at each day gives")
    void isRight(@ForAll("endless") Case each) {
        var start = new SeriesStart(
                each.start().local(), ZoneOffset.UTC, each.start().allDay());
        var rule = accepted(new Case(each.text(), start));
        var last = start.local().toLocalDate().plusYears(12);
        var found = new RuleTimes(rule, start)
                .from(Long.MIN_VALUE)
                .map(RuleTimes.Time::local)
                .takeWhile(time -> !time.toLocalDate().isAfter(last))
                .toList();
        assertEquals(new NaiveExpansion(rule, start).until(last), found);
    }

    @Property(tries = 600)
    @Label("1.3 the canonical spelling of a rule is read to the same rule")
    void isReadFromItsSpelling(@ForAll("any") Case each) {
        var rule = accepted(each);
        assertEquals(rule, accepted(new Case(rule.text(), each.start())));
        assertEquals(rule, RecurrenceRule.stored(rule.text(), each.start()));
        assertEquals(
                rule.text(), RecurrenceRule.stored(rule.text(), each.start()).text());
    }

    @Property(tries = 600)
    @Label("2.3 occurrences come in order, no two at one moment, and each is found by its id")
    void areInOrder(@ForAll("any") Case each) {
        var set = set(each);
        var found = first(set).toList();
        for (int i = 1; i < found.size(); i++) {
            assertTrue(found.get(i - 1).start() < found.get(i).start());
        }
        assertEquals(set.start().id(), found.getFirst().id());
        for (var one : List.of(found.getFirst(), found.getLast())) {
            assertEquals(one, set.at(one.id()).orElseThrow());
            assertEquals(one, set.at(one.id().text(each.start())).orElseThrow());
        }
    }

    @Property(tries = 600)
    @Label("2.2 a window has exactly the occurrences of the whole that overlap it")
    void aWindowIsAPartOfTheWhole(
            @ForAll("any") Case each,
            @ForAll @IntRange(max = MOST - 1) int begin,
            @ForAll @IntRange(min = -5_000, max = 5_000) int minutes,
            @ForAll @IntRange(min = 1, max = 100_000) int length) {
        var set = set(each);
        var whole = first(set).toList();
        var from = whole.get(begin % whole.size()).start() + minutes * 60_000L;
        var to = from + length * 60_000L;
        var complete = whole.size() < MOST || whole.getLast().start() >= to;
        Assume.that(complete);
        assertEquals(
                whole.stream().filter(found -> found.overlaps(from, to)).toList(),
                set.within(from, to, Integer.MAX_VALUE));
        assertEquals(
                whole.stream().filter(found -> found.start() >= from).limit(3).toList(),
                set.startingFrom(from)
                        .limit(Math.min(
                                3,
                                whole.stream()
                                        .filter(found -> found.start() >= from)
                                        .count()))
                        .toList());
    }

    @Property(tries = 600)
    @Label("2.2 exdates are taken away, and nothing else")
    void exdatesAreTakenAway(@ForAll("any") Case each, @ForAll List<@IntRange(max = MOST - 1) Integer> places) {
        var set = set(each);
        var whole = first(set).toList();
        var excluded = new TreeSet<RecurrenceId>();
        places.forEach(place -> excluded.add(whole.get(place % whole.size()).id()));
        var fewer = new RecurrenceSet(set.start(), set.length(), set.rule(), excluded, List.of());
        assertEquals(
                whole.stream().filter(found -> !excluded.contains(found.id())).toList(),
                fewer.startingFrom(Long.MIN_VALUE)
                        .takeWhile(found -> found.start() <= whole.getLast().start())
                        .toList());
    }

    @Property(tries = 600)
    @Label("2.8 the two series of a division have the occurrences of the undivided one, under the same ids")
    void aDivisionLosesNothing(@ForAll("any") Case each, @ForAll @IntRange(min = 1, max = MOST - 1) int place) {
        var set = set(each);
        var whole = first(set).toList();
        Assume.that(whole.size() > 1);
        var at = whole.get(1 + place % (whole.size() - 1));
        var split = set.split(at.id()).orElseThrow();
        assertEquals(at, split.after().first().orElseThrow());
        assertEquals(
                whole,
                Stream.concat(
                                split.before().startingFrom(Long.MIN_VALUE),
                                split.after().startingFrom(Long.MIN_VALUE))
                        .takeWhile(found -> found.start() <= whole.getLast().start())
                        .toList());
        assertEquals(set.lastEnd(), split.after().lastEnd());
        // Both are read again from what is stored. The new one may consist of single times.
        for (var part : List.of(split.before(), split.after())) {
            var rule = part.rule();
            assertTrue(rule == null || rule.equals(RecurrenceRule.stored(rule.text(), part.start())));
        }
    }

    @Property(tries = 600)
    @Label("2.2 the last occurrence is that of the whole")
    void theLastIsThatOfTheWhole(@ForAll("any") Case each) {
        var set = set(each);
        Assume.that(!set.isEndless());
        assertEquals(set.startingFrom(Long.MIN_VALUE).reduce((_, later) -> later), set.last());
    }

    private static RecurrenceRule accepted(Case each) {
        var rule = each.rule();
        Assume.that(rule.isPresent());
        return rule.orElseThrow();
    }

    private static RecurrenceSet set(Case each) {
        return RecurrenceSet.of(each.start(), each.start().allDay() ? 2 : 90 * 60_000, accepted(each));
    }

    private static Stream<Occurrence> first(RecurrenceSet set) {
        return set.startingFrom(Long.MIN_VALUE).limit(MOST);
    }
}

package almanac.base.recurrence;

import almanac.base.request.Millis;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The times of a series: those of its start and its rule and some of its own, without those that are
/// excluded (RFC 5545, section 3.8.5). Everything is computed when it is asked for.
///
/// @param start what the rule is counted from; the first occurrence
/// @param length how long an occurrence is, in ms or, all-day, in days; at least 0
/// @param rule the rule; null for a series of `rdates` alone
/// @param exdates the occurrences that are left out, of the rule or of `rdates`
/// @param rdates the times beside those of the rule
public record RecurrenceSet(
        SeriesStart start,
        long length,
        @Nullable RecurrenceRule rule,
        NavigableSet<RecurrenceId> exdates,
        List<ExtraTime> rdates) {
    /// The end of a series that has none, in epoch ms.
    public static final long ENDLESS = Long.MAX_VALUE;

    private static final long DAY = 86_400_000;

    /// How much further back each search for the last occurrence goes than the one before.
    private static final int WIDENING = 8;

    /// Copies and sorts the lists.
    public RecurrenceSet {
        exdates = Collections.unmodifiableNavigableSet(new TreeSet<>(exdates));
        rdates = rdates.stream().sorted().toList();
    }

    /// A series with a rule and nothing else.
    public static RecurrenceSet of(SeriesStart start, long length, RecurrenceRule rule) {
        return new RecurrenceSet(start, length, rule, Collections.emptyNavigableSet(), List.of());
    }

    /// Reads the fields of a request, and checks what follows from all of them: at least one occurrence is
    /// left.
    ///
    /// @param rule the text of the rule; null without one
    /// @param exdates recurrence ids, at most 1,000
    /// @param rdates recurrence ids, at most 366
    public static Reading<RecurrenceSet> read(
            SeriesStart start, long length, @Nullable String rule, List<String> exdates, List<String> rdates) {
        return new SetFields(start, length).read(rule, exdates, rdates);
    }

    /// The occurrences that overlap a window, by their start.
    ///
    /// @param from the first moment of the window, in epoch ms
    /// @param to the moment after its last one, in epoch ms
    /// @param most at most so many; the others are not computed
    public List<Occurrence> within(long from, long to, int most) {
        return overlapping(from, to).limit(most).toList();
    }

    /// The same occurrences, each computed when it is asked for.
    public Stream<Occurrence> overlapping(long from, long to) {
        return startingFrom(within(from) - longest())
                .takeWhile(occurrence -> occurrence.start() < to)
                .filter(occurrence -> occurrence.overlaps(from, to));
    }

    /// The occurrences that start at or after a moment, by their start, each computed when it is asked for.
    ///
    /// @param millis the moment, in epoch ms
    public Stream<Occurrence> startingFrom(long millis) {
        var earliest = within(millis) - start.fraction();
        return new SetTimes(this).from(-Math.floorDiv(-earliest, 1000L));
    }

    /// The first occurrence. Empty if all are excluded, which [#read] refuses.
    public Optional<Occurrence> first() {
        return startingFrom(Long.MIN_VALUE).findFirst();
    }

    /// Whether it has no last occurrence: a rule without `COUNT` and `UNTIL`.
    public boolean isEndless() {
        return rule != null && rule.isEndless();
    }

    /// The occurrence that starts last. Empty for an endless series.
    public Optional<Occurrence> last() {
        if (isEndless()) {
            return Optional.empty();
        }
        if (rule == null || rule.end() instanceof RuleEnd.Count) {
            return startingFrom(Long.MIN_VALUE).reduce((_, later) -> later);
        }
        return lastBefore(rule);
    }

    /// The last occurrence of a series with `UNTIL`, searched from its end: the start may be long ago.
    private Optional<Occurrence> lastBefore(RecurrenceRule rule) {
        var first = start.second(start.local()) * 1000;
        var end = rule.end().lastSecond(start) * 1000;
        for (var back = DAY * rule.frequency().days() * rule.interval(); end - back > first; back *= WIDENING) {
            var found = startingFrom(end - back).reduce((_, later) -> later);
            if (found.isPresent()) {
                return found;
            }
        }
        return startingFrom(Long.MIN_VALUE).reduce((_, later) -> later);
    }

    /// The latest end of an occurrence, in epoch ms; [#ENDLESS] for an endless series. Empty if all
    /// occurrences are excluded.
    public OptionalLong lastEnd() {
        if (isEndless()) {
            return OptionalLong.of(ENDLESS);
        }
        // One of rdates with a length of its own may end after the occurrence that starts last.
        return Stream.concat(last().stream(), new SetTimes(this).extras())
                .mapToLong(Occurrence::end)
                .max();
    }

    /// The occurrence with an id; empty if there is none or it is excluded. Its id may differ from the one
    /// asked for: a time in a gap and the time that it becomes are one occurrence.
    public Optional<Occurrence> at(RecurrenceId id) {
        var millis = start.second(id.local()) * 1000 + start.fraction();
        return startingFrom(millis).takeWhile(found -> found.start() == millis).findFirst();
    }

    /// The occurrence whose id has a text form; empty for a malformed one as well.
    public Optional<Occurrence> at(String id) {
        return RecurrenceId.parse(id, start).flatMap(this::at);
    }

    /// Whether an id is that of an excluded time.
    public boolean isExcluded(RecurrenceId id) {
        return excludes(id.local(), start.second(id.local()));
    }

    /// This series without an occurrence.
    public RecurrenceSet without(RecurrenceId id) {
        var more = new TreeSet<>(exdates);
        more.add(id);
        return new RecurrenceSet(start, length, rule, more, rdates);
    }

    /// Divides the series at an occurrence: an old one that ends before it, and a new one that begins with
    /// it and has the rest. Together they have the occurrences of this series, under the same ids. Empty if
    /// there is no such occurrence, it is the first one, or the rest cannot be written as a rule that
    /// begins there.
    public Optional<Split> split(RecurrenceId id) {
        return new SeriesSplit(this).at(id);
    }

    /// The series after an edit of its first times: at another wall-clock time, in another zone, of another
    /// length, by another rule.
    ///
    /// A rule that is kept moves along: `UNTIL` by the same time, weekdays of a weekly rule by as many days.
    /// Entries of `exdates` stay on their local dates, where the series still has an occurrence, and take its
    /// new time; so do all `rdates`.
    ///
    /// @param other the start after it
    /// @param newLength how long an occurrence is after it
    /// @param newRule the rule after it; null keeps this one
    public Moved moved(SeriesStart other, long newLength, @Nullable RecurrenceRule newRule) {
        return new SeriesMove(this, other).to(newLength, newRule);
    }

    /// A series after an edit of its times.
    ///
    /// @param set the series
    /// @param ids gives the id that an occurrence of the series before has now; empty where there is none on
    ///     its local date any more
    public record Moved(RecurrenceSet set, Function<RecurrenceId, Optional<RecurrenceId>> ids) {}

    /// The same series with other lists.
    public RecurrenceSet with(Collection<RecurrenceId> otherExdates, List<ExtraTime> otherRdates) {
        return new RecurrenceSet(start, length, rule, new TreeSet<>(otherExdates), otherRdates);
    }

    /// A time that a series has beside those of its rule (RFC 5545, `RDATE`).
    ///
    /// @param id when it is
    /// @param length its own length (a `PERIOD` of RFC 5545), in ms or, all-day, in days; null for that of
    ///     the series
    public record ExtraTime(RecurrenceId id, @Nullable Long length) implements Comparable<ExtraTime> {
        /// One as long as the others of its series.
        public ExtraTime(RecurrenceId id) {
            this(id, null);
        }

        @Override
        public int compareTo(ExtraTime other) {
            return id.compareTo(other.id);
        }
    }

    /// A divided series.
    ///
    /// @param before the old one
    /// @param after the new one
    public record Split(RecurrenceSet before, RecurrenceSet after) {}

    /// Whether a time is excluded. Times are compared as moments, so the two names of a time in a gap are
    /// one.
    boolean excludes(LocalDateTime local, long second) {
        return !exdates.isEmpty()
                && exdates
                        .subSet(new RecurrenceId(local.minusDays(1)), true, new RecurrenceId(local.plusDays(1)), true)
                        .stream()
                        .anyMatch(id -> start.second(id.local()) == second);
    }

    /// The same series with other times.
    RecurrenceSet with(
            SeriesStart other,
            @Nullable RecurrenceRule rule,
            Collection<RecurrenceId> exdates,
            List<ExtraTime> rdates) {
        return new RecurrenceSet(other, length, rule, new TreeSet<>(exdates), rdates);
    }

    /// The length of the longest occurrence, in ms. A day may have an hour more, or be skipped as a whole.
    private long longest() {
        var most = rdates.stream()
                .mapToLong(extra -> extra.length() == null ? length : extra.length())
                .reduce(length, Math::max);
        return start.allDay() ? (most + 1) * DAY : most;
    }

    private static long within(long millis) {
        return Math.clamp(millis, Millis.FIRST - DAY, Millis.LAST + DAY);
    }
}

package almanac.base.recurrence;

import almanac.base.recurrence.RecurrenceSet.ExtraTime;
import almanac.base.recurrence.RecurrenceSet.Moved;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Moves a series to another start; see [RecurrenceSet#moved].
final class SeriesMove {
    /// More occurrences than a day can have.
    private static final int MOST_OF_A_DAY = 400;

    private final RecurrenceSet set;
    private final SeriesStart other;
    private final Duration by;

    SeriesMove(RecurrenceSet set, SeriesStart other) {
        this.set = set;
        this.other = other;
        this.by = Duration.between(set.start().local(), other.local());
    }

    /// The series after it.
    Moved to(long length, @Nullable RecurrenceRule newRule) {
        var rdates = set.rdates().stream()
                .map(extra -> new ExtraTime(new RecurrenceId(onItsDay(extra.id().local())), extra.length()))
                .toList();
        var whole = new RecurrenceSet(other, length, rule(newRule), Collections.emptyNavigableSet(), rdates);
        if (other.equals(set.start()) && whole.rule() != null && whole.rule().equals(set.rule())) {
            return new Moved(whole.with(set.exdates(), rdates), Optional::of);
        }
        var exdates = new TreeSet<RecurrenceId>();
        set.exdates().forEach(id -> now(whole, id).ifPresent(exdates::add));
        return new Moved(whole.with(exdates, rdates), id -> now(whole, id).filter(found -> !exdates.contains(found)));
    }

    private @Nullable RecurrenceRule rule(@Nullable RecurrenceRule newRule) {
        var rule = set.rule();
        return newRule != null || rule == null ? newRule : rule.moved(set.start(), other);
    }

    /// The occurrence on the local date of one of before: at the new time, if the day has several.
    private Optional<RecurrenceId> now(RecurrenceSet whole, RecurrenceId id) {
        var onDay = onDay(whole, id);
        var moved = new RecurrenceId(onItsDay(id.local()));
        return onDay.contains(moved) ? Optional.of(moved) : onDay.stream().findFirst();
    }

    private List<RecurrenceId> onDay(RecurrenceSet whole, RecurrenceId id) {
        var day = id.local().toLocalDate();
        return whole.startingFrom(day.atStartOfDay(other.zone()).toInstant().toEpochMilli())
                .limit(MOST_OF_A_DAY)
                .map(Occurrence::id)
                .takeWhile(found -> found.local().toLocalDate().equals(day))
                .toList();
    }

    private LocalDateTime onItsDay(LocalDateTime local) {
        var day = local.toLocalDate();
        return other.allDay()
                ? day.atStartOfDay()
                : day.atTime(local.plus(by).toLocalTime().withNano(0));
    }
}

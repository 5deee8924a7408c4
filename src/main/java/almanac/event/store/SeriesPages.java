package almanac.event.store;

import almanac.base.recurrence.Occurrence;
import almanac.base.recurrence.RecurrenceSet;
import almanac.event.model.Event;
import almanac.event.model.EventVersion;
import almanac.event.model.Recurrence;
import almanac.event.series.Occurrences;
import almanac.event.series.SeriesTimes;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The occurrences of a series that are stored with it (`occurrence_page` in the migrations).
@Singleton
public class SeriesPages {
    /// A page has the occurrences of 2^31 ms, about 25 days.
    private static final int SLOT = 31;

    private static final String STORED = "select o.starts_at from occurrence_page p,"
            + " unnest(p.starts, p.ends) o (starts_at, ends_at) where p.series_id = $1 and o.ends_at > $2";
    private static final String RENEW = "select series_store($1, $2, $3, $4, $5, $6, $7, $8, $9), series_take($1, $10)";

    private final RecurrenceConfig config;
    private final Clock clock;

    SeriesPages(RecurrenceConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Computed occurrences.
    ///
    /// @param from the first moment from which on all occurrences are among them, epoch ms
    /// @param to the moment up to which they are
    /// @param starts their starts, epoch ms
    /// @param ends their ends, epoch ms
    public record Computed(long from, long to, List<Long> starts, List<Long> ends) {}

    /// The version of the zone data of this Java.
    public static String zoneRules() {
        return ZoneRulesProvider.getVersions("UTC").lastEntry().getKey();
    }

    /// The moment before which pages must not end, epoch ms: a quarter of the horizon is left.
    public long tooNear() {
        return clock.millis() + config.horizon().toMillis() * 3 / 4;
    }

    /// Whether a stored occurrence that has not ended is not where the series has it now.
    public Uni<Boolean> hasMoved(Statements statements, EventVersion series) {
        var now = clock.millis();
        return statements.run(STORED, Tuple.of(series.event().id(), now)).map(rows -> {
            var computed = around(series.event());
            var starts = new HashSet<>(computed.starts());
            for (var row : rows) {
                var start = row.getLong(0);
                // A clock that was ahead has stored more than is computed now.
                if (start < computed.to() && !starts.contains(start)) {
                    return true;
                }
            }
            return false;
        });
    }

    /// Stores the pages of a series anew.
    public Uni<Void> renew(Statements statements, EventVersion series) {
        var parameters = Tuple.tuple();
        add(parameters, series, around(series.event()), null);
        return statements.store(RENEW, parameters).replaceWithVoid();
    }

    /// The beginning of the page that a moment lies in.
    private static long floor(long millis) {
        return millis >> SLOT << SLOT;
    }

    /// The occurrences around now. A bound is open if nothing lies beyond it.
    Computed around(Event series) {
        var now = clock.millis();
        var set = SeriesTimes.of(series);
        var from = floor(now - config.past().toMillis());
        var to = floor(now + config.horizon().toMillis());
        var begins = set.first().map(Occurrence::start).orElse(from);
        var first = begins >= from ? Long.MIN_VALUE : from;
        var found = between(series, set, first, to);
        var isEnded = !set.isEndless() && set.startingFrom(to).findFirst().isEmpty();
        return new Computed(
                first,
                isEnded ? Long.MAX_VALUE : to,
                found.stream().map(Occurrence::start).toList(),
                found.stream().map(Occurrence::end).toList());
    }

    /// The occurrences that start in a range, without exceptions.
    public static List<Occurrence> between(Event series, RecurrenceSet set, long from, long to) {
        return Occurrences.plain(series, set, from)
                .takeWhile(occurrence -> occurrence.start() < to)
                .toList();
    }

    /// Adds the parameters of a new series.
    void addAll(Tuple parameters, EventVersion series) {
        add(parameters, series, around(series.event()), null);
    }

    /// Adds the parameters of a series that was changed. Pages are computed only if the times differ by more
    /// than one occurrence that was taken out.
    void addChanged(Tuple parameters, EventVersion before, EventVersion series) {
        var taken = taken(before.event(), series.event());
        if (taken == null || taken.size() > 1) {
            add(parameters, series, around(series.event()), null);
        } else {
            add(
                    parameters,
                    series,
                    null,
                    taken.isEmpty()
                            ? null
                            : SeriesTimes.of(before.event())
                                    .at(taken.getFirst())
                                    .map(Occurrence::start)
                                    .orElse(null));
        }
    }

    /// The recurrence ids of the occurrences that only a series of before has as plain ones; null if the two
    /// differ in anything else that decides about times.
    private static @Nullable List<String> taken(Event before, Event after) {
        if (!(before.recurrence() instanceof Recurrence.Series had)
                || !(after.recurrence() instanceof Recurrence.Series has)
                || !hasSameTimes(before, after)
                || !had.rdates().equals(has.rdates())) {
            return null;
        }
        var apart = ids(had);
        var now = ids(has);
        if (!now.containsAll(apart)) {
            return null;
        }
        now.removeAll(apart);
        return new ArrayList<>(now);
    }

    private static Set<String> ids(Recurrence.Series series) {
        var ids = new TreeSet<>(series.exdates());
        ids.addAll(series.exceptions());
        return ids;
    }

    private static boolean hasSameTimes(Event before, Event after) {
        return before.startTime() == after.startTime()
                && before.endTime() == after.endTime()
                && before.isAllDay() == after.isAllDay()
                && before.timezone().equals(after.timezone())
                && Objects.equals(before.recurrenceRule(), after.recurrenceRule());
    }

    private static Long[] array(List<Long> times) {
        return times.toArray(Long[]::new);
    }

    private static void add(Tuple parameters, EventVersion series, @Nullable Computed pages, @Nullable Long taken) {
        var event = series.event();
        var days = Occurrences.days(event);
        parameters
                .addString(event.id())
                .addLong(series.calendar().id())
                .addString(Occurrences.head(series.document()))
                .addString(days == null ? null : days.getId())
                .addLong(pages == null ? 0L : (Long) pages.from())
                .addLong(pages == null ? 0L : (Long) pages.to())
                .addString(zoneRules())
                .addValue(pages == null ? null : array(pages.starts()))
                .addValue(pages == null ? null : array(pages.ends()))
                .addLong(taken);
    }
}

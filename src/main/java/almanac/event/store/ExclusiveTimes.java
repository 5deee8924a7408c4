package almanac.event.store;

import almanac.base.recurrence.Occurrence;
import almanac.calendar.model.TakenTime;
import almanac.event.model.EventDocuments;
import almanac.event.series.Occurrences;
import almanac.event.series.SeriesTimes;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The times of calendars that take no two opaque events at once (docs/adr/0026).
///
/// Within the pages of series the database compares them. Beyond, a series is compared with events wherever they
/// are, and with another series as long as one of the two has an end.
@Singleton
public class ExclusiveTimes {
    /// How many occurrences of each of two series are compared beyond the pages.
    private static final int FARTHEST = 20_000;

    private final EventDocuments documents;

    ExclusiveTimes(EventDocuments documents) {
        this.documents = documents;
    }

    /// Locks the times of a calendar against other writers until the transaction ends.
    public Uni<Void> hold(Statements statements, long calendar) {
        return statements.run("select exclusive_hold($1)", Tuple.of(calendar)).replaceWithVoid();
    }

    /// A time that is taken twice, once by an event or by a series with its exceptions; empty if there is none.
    ///
    /// @param id the id of the event or the series
    public Uni<Optional<TakenTime>> taken(Statements statements, long calendar, String id) {
        return first(statements.run(ExclusiveSql.TAKEN, Tuple.of(calendar, id)))
                .chain(found -> or(found, () -> beyondPages(statements, calendar, id)));
    }

    /// A time of a calendar that is taken twice; empty if there is none.
    public Uni<Optional<TakenTime>> overlap(Statements statements, long calendar) {
        return first(statements.run(ExclusiveSql.OVERLAP, Tuple.of(calendar)))
                .chain(found -> or(found, () -> overlapBeyondPages(statements, calendar)));
    }

    private Uni<Optional<TakenTime>> overlapBeyondPages(Statements statements, long calendar) {
        return statements
                .run(ExclusiveSql.UNPAGED, Tuple.of(calendar))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(row -> beyondPages(statements, calendar, row.getString(0)))
                .filter(Optional::isPresent)
                .collect()
                .first()
                .map(found -> found == null ? Optional.empty() : found);
    }

    private Uni<Optional<TakenTime>> beyondPages(Statements statements, long calendar, String id) {
        var parameters = Tuple.of(calendar, id, SeriesTimes.LONGEST + 2 * 86_400_000L);
        return statements
                .run(ExclusiveSql.EVENTS, parameters)
                .map(this::withEvents)
                .chain(found -> or(
                        found,
                        () -> statements
                                .run(ExclusiveSql.PAIRS, Tuple.of(calendar, id))
                                .map(this::withSeries)));
    }

    private Optional<TakenTime> withEvents(RowSet<Row> rows) {
        for (var row : rows) {
            var start = row.getLong(1);
            var end = row.getLong(2);
            var hit = Occurrences.within(documents.read(row.getString(0)), start, end).stream()
                    .findFirst();
            if (hit.isPresent()) {
                return Optional.of(row.getBoolean(3) ? new TakenTime(start, end) : time(hit.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<TakenTime> withSeries(RowSet<Row> rows) {
        for (var row : rows) {
            var common = common(
                    occurrences(row.getString(0), row.getLong(2)), occurrences(row.getString(1), row.getLong(2)));
            if (common != null) {
                return Optional.of(time(common));
            }
        }
        return Optional.empty();
    }

    private Iterator<Occurrence> occurrences(String document, long from) {
        var series = documents.read(document);
        return Occurrences.plain(series, SeriesTimes.of(series), from)
                .limit(FARTHEST)
                .iterator();
    }

    /// The first occurrence of the other series that overlaps one of the first.
    private static @Nullable Occurrence common(Iterator<Occurrence> ours, Iterator<Occurrence> others) {
        var our = next(ours);
        var other = next(others);
        while (our != null && other != null) {
            if (our.end() <= other.start()) {
                our = next(ours);
            } else if (other.end() <= our.start()) {
                other = next(others);
            } else {
                return other;
            }
        }
        return null;
    }

    private static @Nullable Occurrence next(Iterator<Occurrence> occurrences) {
        return occurrences.hasNext() ? occurrences.next() : null;
    }

    private static TakenTime time(Occurrence occurrence) {
        return new TakenTime(occurrence.start(), occurrence.end());
    }

    private static Uni<Optional<TakenTime>> or(
            Optional<TakenTime> found, Supplier<Uni<Optional<TakenTime>>> otherwise) {
        return found.isPresent() ? Uni.createFrom().item(found) : otherwise.get();
    }

    private static Uni<Optional<TakenTime>> first(Uni<RowSet<Row>> rows) {
        return rows.map(found -> {
            for (var row : found) {
                return Optional.of(new TakenTime(row.getLong(0), row.getLong(1)));
            }
            return Optional.empty();
        });
    }
}

package almanac.event.store;

import almanac.event.ical.IcalEvent;
import almanac.event.model.Event;
import almanac.event.model.EventDocuments;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What events have of iCalendar files (`ical` in the migrations).
@Singleton
public class IcalStore {
    private static final String COLUMNS = " e.id, coalesce(i.uid, e.id), coalesce(i.sequence, 0),"
            + " coalesce(i.modified, 0), coalesce(e.resource_tag, e.edit_tag), i.tag, i.digest, i.rest ";

    private static final String BY_UID = "select" + COLUMNS
            + "from ical i join event e on e.id = i.event_id where i.calendar_id = $1 and i.uid = any ($2)"
            + " union all select" + COLUMNS
            + "from event e left join ical i on e.id = i.event_id"
            + " where e.id = any ($2) and e.calendar_id = $1 and i.event_id is null";

    private static final String PUT =
            "insert into ical (event_id, calendar_id, uid, sequence, modified, tag, digest, rest)"
                    + " select e.id, e.calendar_id, $2, $3, $4, coalesce(e.resource_tag, e.edit_tag), $5, $6"
                    + " from event e where e.id = $1"
                    + " on conflict (event_id) do update set uid = excluded.uid, sequence = excluded.sequence,"
                    + " modified = excluded.modified, tag = excluded.tag, digest = excluded.digest, rest = excluded.rest";

    private static final String PAGE = "select" + COLUMNS
            + ", e.document from event e left join ical i on i.event_id = e.id"
            + " where e.calendar_id = $1 and e.id > $2 and e.series_id is null and (e.ends_at > $4 or e.size = 9 and"
            + " exists (select from event x where x.series_id = e.id and x.ends_at > $4)) order by e.id limit $3";

    private static final String ZONES = "select e.document::json ->> 'timezone', min(e.starts_at) from event e"
            + " where e.calendar_id = $1 and e.ends_at > $2 group by 1 order by 1";

    private static final String ONE =
            "select" + COLUMNS + ", e.document from event e left join ical i on i.event_id = e.id where e.id = $1";

    private static final String EXCEPTIONS =
            "select e.series_id, e.document from event e where e.series_id = any ($1) order by e.series_id, e.recurs_at";

    private static final String CALENDAR = "select c.name, c.timezone, c.color from calendar c where c.id = $1";

    private final EventDocuments documents;

    IcalStore(EventDocuments documents) {
        this.documents = documents;
    }

    /// A stored event as an import finds it.
    ///
    /// @param id its id
    /// @param sequence its revision in the file that it came from; 0 without one
    /// @param modified when that file says that it was changed, epoch ms
    /// @param tag the tag that it has now
    /// @param importedTag the tag that it got by the import; null if it was not imported
    /// @param digest the fingerprint of what was imported; null if it was not imported
    public record Known(
            String id,
            int sequence,
            long modified,
            long tag,
            @Nullable Long importedTag,
            @Nullable String digest) {
        /// Whether it was made or changed here after the import.
        private boolean isChangedHere() {
            return importedTag == null || importedTag != tag;
        }

        /// Its revision as files name it: one higher if it was changed here after the import.
        public int revision() {
            return sequence + (importedTag != null && isChangedHere() ? 1 : 0);
        }

        /// When it was last changed, epoch ms.
        public long changed() {
            return isChangedHere() || modified == 0 ? tag : modified;
        }
    }

    /// A calendar as a file names it.
    ///
    /// @param color as `#RRGGBB`
    public record Named(String name, ZoneId zone, String color) {}

    /// The name and the zone of a calendar; empty if there is none.
    public Uni<Optional<Named>> calendar(Statements statements, long calendar) {
        return statements.run(CALENDAR, Tuple.of(calendar)).map(rows -> {
            for (var row : rows) {
                return Optional.of(
                        new Named(row.getString(0), ZoneId.of(row.getString(1), ZoneId.SHORT_IDS), row.getString(2)));
            }
            return Optional.empty();
        });
    }

    /// The events of a calendar with these names, imported or made here, by their names.
    public Uni<Map<String, Known>> find(Statements statements, long calendar, Collection<String> uids) {
        var parameters = Tuple.of(calendar).addValue(uids.toArray(String[]::new));
        return statements.run(BY_UID, parameters).map(rows -> {
            var known = new HashMap<String, Known>();
            rows.forEach(row -> known.putIfAbsent(row.getString(1), known(row)));
            return known;
        });
    }

    private static Known known(Row row) {
        return new Known(
                row.getString(0), row.getInteger(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getString(6));
    }

    /// Notes what a stored event has of a file.
    ///
    /// @param digest a fingerprint of what was read
    public Uni<Void> put(Statements statements, String id, IcalEvent read, String digest) {
        return statements
                .store(PUT, Tuple.of(id, read.uid(), read.sequence(), read.modified(), digest, read.rest()))
                .replaceWithVoid();
    }

    /// The next events of a calendar, with their exceptions, by their ids.
    ///
    /// @param after the id of the last one before them
    /// @param most at most so many
    /// @param since without what ended before, epoch ms; of a series that is its last occurrence
    public Uni<List<IcalEvent>> page(Statements statements, long calendar, String after, int most, long since) {
        return read(statements, PAGE, Tuple.of(calendar, after, most, since));
    }

    /// The zones of the events of a calendar, with the earliest start in each, epoch ms.
    ///
    /// @param since without what ended before, epoch ms
    public Uni<Map<String, Long>> zones(Statements statements, long calendar, long since) {
        return statements.run(ZONES, Tuple.of(calendar, since)).map(rows -> {
            var zones = new LinkedHashMap<String, Long>();
            rows.forEach(row -> zones.put(row.getString(0), row.getLong(1)));
            return zones;
        });
    }

    /// An event with its exceptions; empty if there is none.
    public Uni<List<IcalEvent>> one(Statements statements, String id) {
        return read(statements, ONE, Tuple.of(id));
    }

    private Uni<List<IcalEvent>> read(Statements statements, String sql, Tuple parameters) {
        return statements.run(sql, parameters).chain(rows -> {
            var read = new LinkedHashMap<String, IcalEvent>();
            rows.forEach(row -> read.put(row.getString(0), event(row)));
            var series = read.values().stream()
                    .map(IcalEvent::event)
                    .filter(Event::repeats)
                    .map(Event::id)
                    .toArray(String[]::new);
            return series.length == 0
                    ? Uni.createFrom().item(List.copyOf(read.values()))
                    : withExceptions(statements, read, series);
        });
    }

    private IcalEvent event(Row row) {
        var known = known(row);
        var rest = row.getString(7);
        return new IcalEvent(
                row.getString(1),
                0,
                known.revision(),
                known.changed(),
                documents.read(row.getString(8)),
                List.of(),
                rest == null ? "" : rest);
    }

    private Uni<List<IcalEvent>> withExceptions(Statements statements, Map<String, IcalEvent> read, String[] series) {
        return statements.run(EXCEPTIONS, Tuple.tuple().addValue(series)).map(rows -> {
            var exceptions = new HashMap<String, List<Event>>();
            rows.forEach(row -> exceptions
                    .computeIfAbsent(row.getString(0), _ -> new ArrayList<>())
                    .add(documents.read(row.getString(1))));
            return read.entrySet().stream()
                    .map(each -> with(each.getValue(), exceptions.getOrDefault(each.getKey(), List.of())))
                    .toList();
        });
    }

    private static IcalEvent with(IcalEvent event, List<Event> exceptions) {
        return new IcalEvent(
                event.uid(), event.line(), event.sequence(), event.modified(), event.event(), exceptions, event.rest());
    }
}

package almanac.event.agenda;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.base.request.Folding;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarKey.ByCode;
import almanac.calendar.model.CalendarKey.ById;
import almanac.calendar.model.CalendarKey.ByUid;
import almanac.event.model.Event;
import almanac.event.model.EventDocuments;
import almanac.event.series.Occurrences;
import almanac.log.change.ItemId;
import almanac.log.change.ListItem;
import almanac.log.change.Viewer;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import almanac.storage.database.WarmUp;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads events with one statement per call, directly with the driver, and returns their stored documents.
/// The most frequent calls so cost little more than PostgreSQL itself (docs/adr/0013).
@Singleton
public class EventReader implements WarmUp {
    /// The columns of the start, the mark of a plain occurrence, and the document in a row of [ListItem]s.
    private static final int START = 4;

    private static final int PLAIN = 6;
    private static final int DOCUMENT = 9;

    private static final int CALENDARS = 50_000;

    private final Transactions transactions;
    private final EventDocuments documents;
    private final Unpaged unpaged;

    /// The ids of calendars that callers own, by caller and key. A calendar never changes its owner, code or
    /// uid.
    private final Cache<Named, Long> owned =
            Caffeine.newBuilder().maximumSize(CALENDARS).build();

    EventReader(Transactions transactions, EventDocuments documents, Unpaged unpaged) {
        this.transactions = transactions;
        this.documents = documents;
        this.unpaged = unpaged;
    }

    /// Reads an event and a list for zuid 0, which has none.
    @Override
    public Uni<?> warmUp() {
        var nobody = new Caller(0, 0, "", "", Set.of(), null, null);
        var query = new EventQuery(0, 1, false, false, false, true, null);
        return get(nobody, "", null).chain(() -> page(nobody, query, null, 1));
    }

    /// A calendar as a caller names it.
    private record Named(long zuid, CalendarKey key) {}

    /// An event of an answer.
    ///
    /// @param json as the caller sees it
    /// @param tag its `edit_tag`
    public record Found(String json, long tag) {
        /// Whether it is a whole series. In a string of the JSON the quotes are escaped.
        boolean isSeries() {
            return ListRow.isSeries(json);
        }
    }

    /// An event as the caller sees it; empty if the calendar has none that the caller may see.
    ///
    /// @param calendar where to look; null for every calendar
    public Uni<Optional<Found>> get(Caller caller, String id, @Nullable CalendarKey calendar) {
        var own = calendar == null ? null : owned.getIfPresent(new Named(caller.zuid(), calendar));
        return own == null
                ? find(caller, id, calendar)
                : transactions
                        .statements()
                        .run(EventSql.GET_OWN, Tuple.of(id, own))
                        .map(rows -> found(rows, caller))
                        .chain(found -> found.isPresent() ? Uni.createFrom().item(found) : find(caller, id, calendar));
    }

    private Uni<Optional<Found>> find(Caller caller, String id, @Nullable CalendarKey calendar) {
        var parameters = Tuple.of(
                id,
                switch (calendar) {
                    case ById byId -> byId.id();
                    case ByCode byCode -> byCode.id();
                    case null, default -> null;
                },
                calendar instanceof ByCode byCode ? byCode.code() : null,
                calendar instanceof ByUid byUid ? byUid.uid() : null,
                caller.zuid(),
                Accounts.address(caller.email()));
        return transactions
                .statements()
                .run(EventSql.GET, parameters)
                .invoke(rows -> remember(rows, caller, calendar))
                .map(rows -> found(rows, caller));
    }

    private void remember(RowSet<Row> rows, Caller caller, @Nullable CalendarKey calendar) {
        for (var row : rows) {
            if (calendar != null && row.getLong(4) == caller.zuid()) {
                owned.put(new Named(caller.zuid(), calendar), row.getLong(3));
            }
        }
    }

    private static Optional<Found> found(RowSet<Row> rows, Caller caller) {
        for (var row : rows) {
            return Optional.of(new Found(document(row.getString(0), row.getLong(1), caller.zuid()), row.getLong(2)));
        }
        return Optional.empty();
    }

    /// An occurrence of a series, or an exception, as the caller sees it. For an event that does not repeat the
    /// recurrence id is ignored. Empty if there is none that the caller may see.
    public Uni<Optional<Found>> get(Caller caller, String id, String recurrenceId, CalendarKey calendar) {
        return get(caller, Event.key(id, recurrenceId), calendar)
                .chain(exception -> exception.isPresent()
                        ? Uni.createFrom().item(exception)
                        : get(caller, id, calendar)
                                .chain(found -> found.filter(Found::isSeries).isEmpty()
                                        ? Uni.createFrom().item(found)
                                        : occurrence(caller, found.get(), recurrenceId, calendar)));
    }

    private Uni<Optional<Found>> occurrence(Caller caller, Found found, String recurrenceId, CalendarKey calendar) {
        var series = documents.read(found.json());
        var canonical = Occurrences.canonical(series, recurrenceId);
        var plain = Occurrences.at(series, canonical);
        return plain.isPresent() || canonical.equals(recurrenceId)
                ? Uni.createFrom().item(plain.map(event -> new Found(documents.write(event), event.editTag())))
                : get(caller, Event.key(series.id(), canonical), calendar);
    }

    /// The exceptions of a series in a window, by their start.
    ///
    /// @param from epoch ms
    /// @param to epoch ms, excluded
    Uni<List<Event>> exceptions(Caller caller, String series, long from, long to, int most) {
        return transactions
                .statements()
                .run(
                        EventSql.EXCEPTIONS,
                        Tuple.of(series, from, to, most, caller.zuid(), Accounts.address(caller.email())))
                .map(rows -> rows.stream()
                        .map(row -> documents.read(document(row.getString(0), row.getLong(1), caller.zuid())))
                        .toList());
    }

    /// The first events of a list: see [ListRow] for the columns, which the id and the start that a series
    /// gives it follow. If they are too heavy for one page, the documents of the last ones are null.
    ///
    /// @param after the position that the page begins after; null for the list's start
    /// @param most maximum number of events
    Uni<RowSet<Row>> page(Caller caller, EventQuery query, EventQuery.@Nullable Position after, int most) {
        var viewer = new Viewer(caller.zuid(), Accounts.address(caller.email()));
        var from = after == null ? EventQuery.Position.FIRST : after;
        var statements = transactions.statements();
        return parameters(statements, viewer, query)
                .chain(parameters -> statements.run(
                        EventSql.page(query),
                        parameters
                                .addLong(from.start())
                                .addString(from.id())
                                .addLong(from.recurs())
                                .addInteger(most)));
    }

    /// All documents of a list in pages, read at the pace of the subscriber.
    Multi<List<String>> documents(SqlConnection connection, Viewer viewer, EventQuery query) {
        var sql = EventSql.list(query);
        return rows(connection, viewer, query, sql, row -> length(row, 0))
                .map(rows -> rows.stream()
                        .map(row -> document(ListRow.document(row), row.getLong(1), viewer.zuid()))
                        .toList());
    }

    /// The items of a list with their JSON, read in the connection's snapshot.
    Multi<ListItem> stream(SqlConnection connection, Viewer viewer, EventQuery query) {
        return rows(connection, viewer, query, EventSql.items(query), row -> length(row, DOCUMENT))
                .onItem()
                .<Row>disjoint()
                .map(row -> item(
                        row,
                        document(
                                ListRow.document(row, DOCUMENT, START, PLAIN),
                                row.getLong(DOCUMENT + 1),
                                viewer.zuid())))
                .map(item -> query.byInstance() ? item : ListRow.whole(item));
    }

    /// The items of a list without their JSON.
    Multi<ListItem> outline(SqlConnection connection, Viewer viewer, EventQuery query) {
        var sql = query.search() == null ? EventSql.LIST_OUTLINE : EventSql.SEARCH_OUTLINE;
        return rows(connection, viewer, query, sql, row -> 0)
                .onItem()
                .<Row>disjoint()
                .map(row -> item(row, ""));
    }

    private Multi<List<Row>> rows(
            SqlConnection connection, Viewer viewer, EventQuery query, String sql, ToIntFunction<Row> weight) {
        return parameters(Statements.on(connection), viewer, query)
                .onItem()
                .transformToMulti(parameters ->
                        RowPages.of(connection, sql, io.vertx.mutiny.sqlclient.Tuple.newInstance(parameters), weight));
    }

    /// The events, of those given, that the viewer may still read about in the log.
    Uni<Set<String>> readable(SqlConnection connection, Viewer viewer, Set<String> ids) {
        var parameters =
                Tuple.tuple().addLong(viewer.zuid()).addString(viewer.address()).addValue(ids.toArray(String[]::new));
        return connection
                .preparedQuery(EventSql.READABLE)
                .execute(io.vertx.mutiny.sqlclient.Tuple.newInstance(parameters))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    private static ListItem item(Row row, String document) {
        var shown = row.getString(1);
        return new ListItem(
                row.getBoolean(PLAIN)
                        ? new ItemId(shown, ListRow.recurrenceId(row, START, PLAIN))
                        : ItemId.of(shown, row.getString(0)),
                new ByCode(row.getLong(2), row.getString(3)).text(),
                row.getLong(START),
                row.getLong(START + 1),
                row.getLong(PLAIN + 2),
                document);
    }

    /// A document as an account sees it.
    private static String document(@Nullable String stored, @Nullable Long organizer, long viewer) {
        return EventDocuments.seen(Objects.requireNonNull(stored), organizer != null && organizer == viewer);
    }

    private static int length(Row row, int column) {
        return row.getString(column).length();
    }

    private Uni<Tuple> parameters(Statements statements, Viewer viewer, EventQuery query) {
        return unpaged.of(statements, viewer, query).map(computed -> {
            var parameters = bounds(viewer, query);
            computed.addTo(parameters);
            return query.search() == null ? parameters : parameters.addString(pattern(query.search()));
        });
    }

    /// The parameters that all statements of a list have.
    static Tuple bounds(Viewer viewer, EventQuery query) {
        return Tuple.tuple()
                .addLong(viewer.zuid())
                .addString(viewer.address())
                .addLong(query.from())
                .addLong(query.to())
                .addBoolean(query.hidden())
                .addBoolean(query.disabled())
                .addBoolean(query.ignoreDeclined());
    }

    /// A LIKE pattern for titles that contain a literal text.
    private static String pattern(String search) {
        var literal =
                Folding.fold(search).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
        return "%" + literal + "%";
    }
}

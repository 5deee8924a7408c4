package almanac.event;

import almanac.attachment.Attachment;
import almanac.calendar.CalendarKey;
import almanac.calendar.CalendarKey.ByCode;
import almanac.calendar.CalendarKey.ById;
import almanac.calendar.CalendarKey.ByUid;
import almanac.change.Item;
import almanac.change.Viewer;
import almanac.database.Transactions;
import almanac.identity.Accounts;
import almanac.identity.Caller;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads events with one statement a call, straight from the driver: what the calls made most often
/// cost is what PostgreSQL costs (docs/adr/0003).
@Singleton
class EventReader {
    private static final int FETCH = 200;

    private final Transactions transactions;

    EventReader(Transactions transactions) {
        this.transactions = transactions;
    }

    /// An event as the caller sees it; empty where there is none in that calendar that the caller may
    /// see.
    ///
    /// @param calendar where it is looked for; null for anywhere
    Uni<Optional<Event>> get(Caller caller, String id, @Nullable CalendarKey calendar) {
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
        return query(EventSql.GET, parameters)
                .map(rows -> events(rows, caller.zuid()).stream().findFirst());
    }

    /// The events of a window as the caller sees them.
    Uni<List<Event>> list(Caller caller, EventQuery query) {
        var viewer = new Viewer(caller.zuid(), Accounts.address(caller.email()));
        return query(EventSql.LIST, parameters(viewer, query)).map(rows -> events(rows, caller.zuid()));
    }

    /// The same one after the other, as fast as they are taken, at the moment that a connection reads.
    Multi<Event> stream(SqlConnection connection, Viewer viewer, EventQuery query) {
        return stream(connection, EventSql.LIST, viewer, query).map(row -> event(row, viewer.zuid()));
    }

    /// Which events these are, and when; their documents are empty.
    Multi<Item> outline(SqlConnection connection, Viewer viewer, EventQuery query) {
        return stream(connection, EventSql.OUTLINE, viewer, query)
                .map(row -> new Item(
                        row.getString(0),
                        new ByCode(row.getLong(1), row.getString(2)).text(),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        ""));
    }

    private static Multi<Row> stream(SqlConnection connection, String sql, Viewer viewer, EventQuery query) {
        var parameters = io.vertx.mutiny.sqlclient.Tuple.newInstance(parameters(viewer, query));
        return connection
                .prepare(sql)
                .toMulti()
                .flatMap(statement -> statement.createStream(FETCH, parameters).toMulti())
                .map(io.vertx.mutiny.sqlclient.Row::getDelegate);
    }

    private static Tuple parameters(Viewer viewer, EventQuery query) {
        return Tuple.tuple()
                .addLong(viewer.zuid())
                .addString(viewer.address())
                .addLong(query.from())
                .addLong(query.to())
                .addBoolean(query.hidden())
                .addBoolean(query.disabled())
                .addBoolean(query.ignoreDeclined())
                .addString(query.search());
    }

    private Uni<RowSet<io.vertx.mutiny.sqlclient.Row>> query(String sql, Tuple parameters) {
        return transactions.query(sql, io.vertx.mutiny.sqlclient.Tuple.newInstance(parameters));
    }

    private static List<Event> events(RowSet<io.vertx.mutiny.sqlclient.Row> rows, long viewer) {
        var events = new ArrayList<Event>(rows.size());
        for (var row : rows) {
            events.add(event(row.getDelegate(), viewer));
        }
        return events;
    }

    private static Event event(Row row, long viewer) {
        var stored = new EventRow();
        stored.id = row.getString(0);
        stored.entityId = row.getUUID(1);
        stored.type = row.getString(2);
        stored.title = row.getString(3);
        stored.description = row.getString(4);
        stored.location = row.getString(5);
        stored.startsAt = row.getLong(6);
        stored.endsAt = row.getLong(7);
        stored.timezone = row.getString(8);
        stored.allDay = row.getBoolean(9);
        stored.meetingLink = row.getString(10);
        stored.reminders = row.getString(11);
        stored.editTag = row.getLong(12);
        stored.organizer = row.getLong(13);
        stored.organizerElsewhere = row.getArrayOfStrings(31);
        return Event.of(
                stored,
                new ByCode(row.getLong(14), row.getString(15)).text(),
                person(row, 30, 16),
                person(row, 31, 19),
                attendees(row),
                attachments(row),
                viewer);
    }

    private static Person person(Row row, int elsewhere, int account) {
        var somebody = Person.elsewhere(row.getArrayOfStrings(elsewhere));
        return somebody != null
                ? somebody
                : new Person(
                        row.getString(account + 1),
                        row.getString(account + 2),
                        row.getLong(account).toString());
    }

    private static List<Attendee> attendees(Row row) {
        var emails = row.getArrayOfStrings(22);
        if (emails == null) {
            return List.of();
        }
        var statuses = row.getArrayOfStrings(23);
        var names = row.getArrayOfStrings(24);
        var ids = row.getArrayOfStrings(25);
        var attendees = new ArrayList<Attendee>(emails.length);
        for (var i = 0; i < emails.length; i++) {
            attendees.add(new Attendee(
                    Attendee.Status.stored(statuses[i]), names[i] == null ? emails[i] : names[i], emails[i], ids[i]));
        }
        return attendees;
    }

    private static List<Attachment> attachments(Row row) {
        var ids = row.getArrayOfLongs(26);
        if (ids == null) {
            return List.of();
        }
        var names = row.getArrayOfStrings(27);
        var sizes = row.getArrayOfLongs(28);
        var types = row.getArrayOfStrings(29);
        var attachments = new ArrayList<Attachment>(ids.length);
        for (var i = 0; i < ids.length; i++) {
            attachments.add(Attachment.of(ids[i], names[i], sizes[i], types[i]));
        }
        return attachments;
    }
}

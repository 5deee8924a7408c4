package almanac.event.write;

import almanac.access.account.StorageLimits;
import almanac.base.request.Folding;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventDiff;
import almanac.event.model.EventDocuments;
import almanac.event.model.EventVersion;
import almanac.event.write.EventMirror.Cause;
import almanac.log.append.ChangeLog;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Loads events to change them, and stores each change with its log entry by one statement (`event_create`
/// and `event_change` in the migrations).
@Singleton
class EventStore {
    private static final String LOAD = "select e.document, e.organizer, e.meeting_link, " + CalendarAccess.COLUMNS
            + " from event e join calendar c on c.id = e.calendar_id where e.id = $1";
    private static final String CREATE = call("event_create", 21);
    private static final String CHANGE = call("event_change", 27);
    private static final long DAY = 86_400_000;

    private final StorageLimits limits;
    private final EventDocuments documents;
    private final ChangeLog log;
    private final Clock clock;

    EventStore(StorageLimits limits, EventDocuments documents, ChangeLog log, Clock clock) {
        this.limits = limits;
        this.documents = documents;
        this.log = log;
        this.clock = clock;
    }

    /// A call of a function. It returns no row if the calendars of an account hold the maximum number of
    /// events. The numbers are counted once a second (see `TagCounter`), so the check reads one row for each
    /// calendar.
    private static String call(String function, int parameters) {
        return IntStream.rangeClosed(1, parameters)
                .mapToObj(number -> "$" + number)
                .collect(Collectors.joining(
                        ", ", "select " + function + "(", ")" + room(parameters + 1, parameters + 2)));
    }

    private static String room(int owner, int limit) {
        return " where coalesce((select sum(c.events) from calendar c where c.owner = $" + owner
                + " and c.upstream is null), 0) < $" + limit + "::bigint";
    }

    /// The result of an attempt to store.
    enum Result {
        STORED,

        /// What it is based on is out of date; nothing was stored.
        OVERTAKEN,

        /// The owner of the calendar has the maximum number of events; nothing was stored.
        FULL
    }

    /// A version to store, and what it is based on.
    ///
    /// @param version the event
    /// @param people the accounts found for its ids and addresses; null if it names no new ones
    /// @param named the addresses that these accounts were looked up by, in the form used for comparison
    /// @param files its attachments; null to keep the current ones
    /// @param cause the reason and the actor
    /// @param writer the account that needs write access to both calendars; null to skip the check
    record Draft(
            EventVersion version,
            @Nullable People people,
            Collection<String> named,
            @Nullable List<Long> files,
            Cause cause,
            @Nullable Long writer) {
        private String @Nullable [] facts() {
            return people == null ? null : people.facts(named);
        }

        private String actor() {
            return cause.actor() == 0 ? "system" : Long.toString(cause.actor());
        }

        /// The account whose number of events is checked, if this adds one; null to skip the check.
        ///
        /// @param before the owner of the event's current calendar; null if the event is new
        private @Nullable Long counted(@Nullable Long before) {
            var calendar = version.calendar();
            return writer == null || calendar.isMirrored() || Objects.equals(before, calendar.owner())
                    ? null
                    : calendar.owner();
        }

        private String reason() {
            return cause.reason().name().toLowerCase(Locale.ROOT);
        }
    }

    /// The current version of an event; empty if there is none.
    Uni<Optional<EventVersion>> load(Statements statements, String id) {
        return statements.run(LOAD, Tuple.of(id)).map(rows -> {
            for (var row : rows) {
                return Optional.of(version(row));
            }
            return Optional.empty();
        });
    }

    private EventVersion version(Row row) {
        var document = row.getString(0);
        return new EventVersion(
                documents.read(document), document, row.getLong(1), row.getString(2), CalendarAccess.of(row, 3));
    }

    /// Locks the existing events among these until the transaction ends.
    Uni<Void> hold(Statements statements, Collection<String> ids) {
        return statements
                .run("select event_hold($1)", Tuple.tuple().addValue(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /// The ids of some events of a calendar.
    Uni<List<String>> idsIn(Statements statements, long calendar, int most) {
        return statements
                .run("select id from event where calendar_id = $1 limit $2", Tuple.of(calendar, most))
                .map(rows -> {
                    var ids = new ArrayList<String>(rows.size());
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }

    /// The maximum number of events in the calendars of an account.
    int limit() {
        return limits.events();
    }

    /// Stores a new event.
    Uni<Result> create(Statements statements, Draft draft) {
        var version = draft.version;
        var event = version.event();
        var parameters =
                Tuple.tuple().addString(event.id()).addLong(version.calendar().id());
        addContent(parameters, version);
        parameters.addValue(version.addresses()).addValue(version.declined());
        parameters.addValue(draft.named.toArray(String[]::new)).addValue(draft.facts());
        parameters.addString(version.calendar().upstream()).addLong(draft.writer);
        parameters.addValue(draft.files == null ? new Long[0] : draft.files.toArray(Long[]::new));
        parameters.addString(draft.reason()).addString(draft.actor());
        parameters.addValue(EventDocuments.endings()).addLong(clock.millis());
        addLimit(parameters, draft.counted(null));
        log.announce();
        return statements.store(CREATE, parameters).map(EventStore::result);
    }

    /// Stores an event that was changed.
    Uni<Result> change(Statements statements, EventVersion before, Draft draft) {
        var version = draft.version;
        var parameters = seen(before).addLong(version.calendar().id());
        addContent(parameters, version);
        parameters.addValue(version.addresses()).addValue(version.declined());
        parameters.addValue(draft.named.toArray(String[]::new)).addValue(draft.facts());
        parameters.addString(version.calendar().upstream()).addLong(draft.writer);
        parameters.addValue(draft.files == null ? null : draft.files.toArray(Long[]::new));
        parameters.addString(draft.reason()).addString(draft.actor());
        parameters.addString(String.join(" ", EventDiff.between(before.event(), version.event())));
        parameters.addValue(EventDocuments.endings()).addLong(clock.millis());
        addLimit(parameters, draft.counted(before.calendar().owner()));
        log.announce();
        return statements.store(CHANGE, parameters).map(EventStore::result);
    }

    /// Removes an event.
    ///
    /// @param writer as in a draft
    Uni<Result> remove(Statements statements, EventVersion before, Cause cause, @Nullable Long writer) {
        var draft = new Draft(before, null, List.of(), null, cause, writer);
        var parameters = seen(before).addLong(before.calendar().id());
        for (var absent = 0; absent < 12; absent++) {
            parameters.addValue(null);
        }
        parameters.addString(before.calendar().upstream()).addLong(writer);
        parameters
                .addValue(null)
                .addString(draft.reason())
                .addString(draft.actor())
                .addString("");
        parameters.addValue(EventDocuments.endings()).addLong(clock.millis());
        addLimit(parameters, null);
        log.announce();
        return statements.store(CHANGE, parameters).map(EventStore::result);
    }

    private static Tuple seen(EventVersion before) {
        return Tuple.tuple()
                .addString(before.event().id())
                .addLong(before.event().editTag())
                .addString(before.document())
                .addValue(before.addresses())
                .addLong(before.organizer())
                .addLong(before.calendar().id());
    }

    private static void addContent(Tuple parameters, EventVersion version) {
        var event = version.event();
        parameters
                .addLong(event.startTime())
                .addLong(event.endTime())
                .addShort(size(event.endTime() - event.startTime()))
                .addString(Folding.fold(event.title()))
                .addLong(version.organizer())
                .addLong(event.editTag())
                .addString(version.document())
                .addString(version.meetingLink());
    }

    /// The class of a duration: see the column `size`.
    private static short size(long millis) {
        if (millis <= DAY) {
            return 0;
        }
        if (millis <= 32 * DAY) {
            return 1;
        }
        return (short) (millis <= 1024 * DAY ? 2 : 3);
    }

    private void addLimit(Tuple parameters, @Nullable Long owner) {
        parameters.addLong(owner).addLong((long) limit());
    }

    private static Result result(RowSet<Row> rows) {
        for (var row : rows) {
            return row.getLong(0) == 0 ? Result.OVERTAKEN : Result.STORED;
        }
        return Result.FULL;
    }
}

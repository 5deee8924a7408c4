package almanac.event.store;

import almanac.access.account.StorageLimits;
import almanac.base.request.Folding;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event;
import almanac.event.model.EventDiff;
import almanac.event.model.EventDocuments;
import almanac.event.model.EventVersion;
import almanac.event.model.Recurrence;
import almanac.event.series.Occurrences;
import almanac.event.series.SeriesTimes;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Loads events to change them, and stores each change with its log entry by one statement (`event_create`
/// and `event_change` in the migrations).
@Singleton
public class EventStore {
    private static final long DAY = 86_400_000;

    /// The column `size` of a series.
    private static final short SERIES = 9;

    private final StorageLimits limits;
    private final EventDocuments documents;
    private final SeriesPages pages;
    private final ChangeLog log;
    private final Clock clock;

    EventStore(StorageLimits limits, EventDocuments documents, SeriesPages pages, ChangeLog log, Clock clock) {
        this.limits = limits;
        this.documents = documents;
        this.pages = pages;
        this.log = log;
        this.clock = clock;
    }

    /// The result of an attempt to store.
    public enum Result {
        STORED,

        /// What it is based on is out of date; nothing was stored.
        OVERTAKEN,

        /// The owner of the calendar has the maximum number of events; nothing was stored.
        FULL
    }

    /// The current version of an event; empty if there is none.
    public Uni<Optional<EventVersion>> load(Statements statements, String id) {
        return statements.run(StoreSql.LOAD, Tuple.of(id)).map(rows -> {
            for (var row : rows) {
                return Optional.of(version(row));
            }
            return Optional.empty();
        });
    }

    /// The exceptions of a series, by the times that the series gives them.
    public Uni<List<EventVersion>> exceptions(Statements statements, String series) {
        return statements.run(StoreSql.EXCEPTIONS, Tuple.of(series)).map(rows -> {
            var exceptions = new ArrayList<EventVersion>(rows.size());
            rows.forEach(row -> exceptions.add(version(row)));
            return exceptions;
        });
    }

    /// Notes that an exception of a series has changed.
    public Uni<Void> touch(Statements statements, String series) {
        return statements
                .store(StoreSql.TOUCH, Tuple.of(series, clock.millis()))
                .replaceWithVoid();
    }

    private EventVersion version(Row row) {
        var document = row.getString(0);
        return new EventVersion(
                documents.read(document),
                document,
                row.getLong(1),
                row.getString(2),
                CalendarAccess.of(row, 4),
                row.getLong(3));
    }

    /// Locks the existing events among these until the transaction ends.
    public Uni<Void> hold(Statements statements, Collection<String> ids) {
        return statements
                .run("select event_hold($1)", Tuple.tuple().addValue(ids.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /// Locks an event until the transaction ends, and before it the times of its calendar, if that is exclusive.
    public Uni<Void> holdTimes(Statements statements, String id) {
        return statements
                .run("select event_hold_times($1)", Tuple.tuple().addValue(new String[] {id}))
                .replaceWithVoid();
    }

    /// The ids of some events of a calendar.
    public Uni<List<String>> idsIn(Statements statements, long calendar, int most) {
        return statements
                .run("select id from event where calendar_id = $1 limit $2", Tuple.of(calendar, most))
                .map(rows -> {
                    var ids = new ArrayList<String>(rows.size());
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }

    /// The maximum number of events in the calendars of an account.
    public int limit() {
        return limits.events();
    }

    /// Stores a new event.
    public Uni<Result> create(Statements statements, Draft draft) {
        return create(statements, draft, null);
    }

    /// Stores a new event, or a new exception of a series.
    ///
    /// @param plain the occurrence that the exception takes the place of; null if there is none
    public Uni<Result> create(Statements statements, Draft draft, @Nullable EventVersion plain) {
        var version = draft.version();
        var event = version.event();
        var parameters =
                Tuple.tuple().addString(event.key()).addLong(version.calendar().id());
        addContent(parameters, version);
        parameters.addValue(version.addresses()).addValue(version.declined());
        parameters.addValue(draft.named().toArray(String[]::new)).addValue(draft.facts());
        parameters.addString(version.calendar().upstream()).addLong(draft.writer());
        parameters.addValue(draft.files() == null ? new Long[0] : draft.files().toArray(Long[]::new));
        parameters.addString(draft.reason()).addString(draft.actor());
        parameters.addValue(EventDocuments.endings()).addLong(clock.millis());
        parameters.addLong(event.repeats() ? (Long) event.editTag() : null);
        addException(parameters, event, plain);
        parameters.addString(
                event.recurrence() instanceof Recurrence.Changed
                        ? null
                        : version.calendar().reminders());
        addLimit(parameters, draft.counted(null));
        log.announce();
        if (event.repeats()) {
            pages.addAll(parameters, version);
            return statements.store(StoreSql.CREATE_SERIES, parameters).map(EventStore::result);
        }
        return statements.store(StoreSql.CREATE, parameters).map(EventStore::result);
    }

    /// @param plain the occurrence that the exception takes the place of; null if there is none
    private static void addException(Tuple parameters, Event event, @Nullable EventVersion plain) {
        var isException = event.recurrence() instanceof Recurrence.Changed;
        parameters
                .addString(isException ? event.id() : null)
                .addLong(isException ? (Long) Occurrences.moment(event) : null)
                .addString(event.recurrenceId())
                .addString(plain == null ? null : plain.document())
                .addValue(plain == null ? null : plain.addresses())
                .addLong(plain == null ? null : (Long) plain.event().editTag())
                .addString(plain == null ? "" : changed(plain.event(), event));
    }

    private static String changed(Event before, Event after) {
        return String.join(" ", EventDiff.between(before, after));
    }

    /// Stores an event that was changed.
    public Uni<Result> change(Statements statements, EventVersion before, Draft draft) {
        return change(statements, before, draft, false);
    }

    /// Stores an event that was changed.
    ///
    /// @param isSilent whether the change is no entry of the log: that of the exceptions of a series, which
    ///     have entries of their own
    public Uni<Result> change(Statements statements, EventVersion before, Draft draft, boolean isSilent) {
        var version = draft.version();
        var parameters = seen(before).addLong(version.calendar().id());
        addContent(parameters, version);
        parameters.addValue(version.addresses()).addValue(version.declined());
        parameters.addValue(draft.named().toArray(String[]::new)).addValue(draft.facts());
        parameters.addString(version.calendar().upstream()).addLong(draft.writer());
        parameters.addValue(draft.files() == null ? null : draft.files().toArray(Long[]::new));
        parameters.addString(draft.reason()).addString(draft.actor());
        parameters.addString(changed(before.event(), version.event()));
        parameters.addValue(EventDocuments.endings()).addLong(clock.millis());
        addRecurrence(parameters, before, version.event().repeats());
        parameters.addBoolean(isSilent);
        addLimit(parameters, draft.counted(before.calendar().owner()));
        log.announce();
        if (version.event().repeats()) {
            pages.addChanged(parameters, before, version);
            return statements.store(StoreSql.CHANGE_SERIES, parameters).map(EventStore::result);
        }
        return statements.store(StoreSql.CHANGE, parameters).map(EventStore::result);
    }

    private void addRecurrence(Tuple parameters, EventVersion before, boolean isSeries) {
        var resource = before.resource();
        var next = Math.max(clock.millis(), resource == null ? 0 : resource + 1);
        parameters.addString(before.event().recurrenceId()).addLong(resource).addLong(isSeries ? (Long) next : null);
    }

    /// Removes an event.
    ///
    /// @param writer as in a draft
    public Uni<Result> remove(Statements statements, EventVersion before, Cause cause, @Nullable Long writer) {
        return remove(statements, before, cause, writer, false);
    }

    /// Removes an event.
    ///
    /// @param writer as in a draft
    /// @param isSilent whether the removal is no entry of the log: that of an exception, with its series
    public Uni<Result> remove(
            Statements statements, EventVersion before, Cause cause, @Nullable Long writer, boolean isSilent) {
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
        addRecurrence(parameters, before, false);
        parameters.addBoolean(isSilent);
        addLimit(parameters, null);
        log.announce();
        return statements.store(StoreSql.CHANGE, parameters).map(EventStore::result);
    }

    private static Tuple seen(EventVersion before) {
        return Tuple.tuple()
                .addString(before.event().key())
                .addLong(before.event().editTag())
                .addString(before.document())
                .addValue(before.addresses())
                .addLong(before.organizer())
                .addLong(before.calendar().id());
    }

    private static void addContent(Tuple parameters, EventVersion version) {
        var event = version.event();
        parameters
                .addLong(SeriesTimes.begin(event))
                .addLong(end(event))
                .addShort(event.repeats() ? SERIES : size(event.endTime() - event.startTime()))
                .addString(Folding.fold(event.title()))
                .addLong(version.organizer())
                .addLong(event.editTag())
                .addString(version.document())
                .addString(version.meetingLink());
    }

    /// The end of the last occurrence; the largest number for an endless series.
    private static long end(Event event) {
        return event.recurrence() instanceof Recurrence.Series series
                ? series.lastEnd() == null ? Long.MAX_VALUE : series.lastEnd()
                : event.endTime();
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

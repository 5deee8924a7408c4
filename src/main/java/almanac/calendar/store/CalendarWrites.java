package almanac.calendar.store;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.calendar.model.Calendar;
import almanac.calendar.model.CalendarList;
import almanac.calendar.model.CalendarOutcome;
import almanac.calendar.model.CalendarOutcome.Done;
import almanac.log.append.ChangeLog;
import almanac.log.change.Change;
import almanac.log.change.Change.Kind;
import almanac.log.change.Change.Reason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// All writes of calendars and shares: the rows and their log entries.
@Singleton
class CalendarWrites {
    /// The actor of changes made in a remote service, who has no account here.
    static final long ELSEWHERE = 0;

    private final Calendars calendars;
    private final Accounts accounts;
    private final ChangeLog log;
    private final ObjectMapper json;
    private final Clock clock;

    CalendarWrites(Calendars calendars, Accounts accounts, ChangeLog log, ObjectMapper json, Clock clock) {
        this.calendars = calendars;
        this.accounts = accounts;
        this.log = log;
        this.json = json;
        this.clock = clock;
    }

    Uni<String> create(StatelessSession session, Caller caller, CalendarRequest request) {
        return calendars
                .checkRoom(session, caller.zuid())
                .chain(() -> accounts.withZuid(session, caller.zuid()))
                .chain(account -> {
                    var row = calendars.blank(caller.zuid(), account == null ? "UTC" : account.timezone());
                    row.position = Math.toIntExact(Math.min(100_000, clock.millis() / 86_400_000));
                    request.applyTo(row);
                    row.raise();
                    var shared = new SharedRow(row, List.of());
                    return session.insert(row)
                            .chain(() ->
                                    record(session, shared, Reason.CREATED, caller.zuid(), Map.of(), shared.views()))
                            .map(done -> write(new CalendarList(List.of(CalendarViews.owners(row)))));
                });
    }

    /// @param before the views of all accounts before the change
    Uni<CalendarOutcome> saveCalendar(StatelessSession session, SharedRow row, Map<Long, Calendar> before, long actor) {
        row.calendar().modifiedAt = clock.millis();
        row.calendar().touch(clock.millis());
        return session.update(row.calendar())
                .chain(() -> record(session, row, Reason.EDITED, actor, before, row.views()))
                .map(done -> new Done(row.seenBy(actor).orElseThrow()));
    }

    /// Adds a mirrored calendar.
    Uni<Void> addMirrored(StatelessSession session, SharedRow row) {
        return session.insert(row.calendar())
                .chain(() -> record(session, row, Reason.MIRRORED, ELSEWHERE, Map.of(), row.views()));
    }

    /// Saves a mirrored calendar if any account's view has changed.
    Uni<Void> saveMirrored(StatelessSession session, SharedRow row, Map<Long, Calendar> before) {
        if (row.views().equals(before)) {
            return Uni.createFrom().voidItem();
        }
        row.calendar().touch(clock.millis());
        return session.update(row.calendar())
                .chain(() -> record(session, row, Reason.MIRRORED, ELSEWHERE, before, row.views()));
    }

    /// Saves the holder's own settings of a share; only the holder is in the audience.
    ///
    /// @param before the holder's view before the change
    Uni<CalendarOutcome> saveShare(
            StatelessSession session, SharedRow row, ShareRow share, Calendar before, long actor) {
        row.calendar().raise();
        var view = row.seenBy(share.zuid).orElseThrow();
        return session.update(share)
                .chain(() -> record(
                        session, row, Reason.EDITED, actor, Map.of(share.zuid, before), Map.of(share.zuid, view)))
                .map(done -> new Done(view));
    }

    Uni<Void> delete(StatelessSession session, SharedRow row, long actor) {
        var before = row.views();
        return session.createMutationQuery("delete from Calendar where id = :id")
                .setParameter("id", row.calendar().id)
                .executeUpdate()
                .chain(() -> record(session, row, Reason.DELETED, actor, before, Map.of()));
    }

    /// Adds a share.
    Uni<Void> share(StatelessSession session, SharedRow row, ShareRow share, long actor) {
        row.shares().add(share);
        row.calendar().touch(clock.millis());
        return session.insert(share)
                .chain(() -> session.update(row.calendar()))
                .chain(() -> record(session, row, Reason.SHARED, actor, Map.of(), seenBy(row, share)));
    }

    /// Changes the privilege of a share.
    Uni<Void> reshare(StatelessSession session, SharedRow row, ShareRow share, Map<Long, Calendar> before, long actor) {
        row.calendar().touch(clock.millis());
        return session.update(share)
                .chain(() -> session.update(row.calendar()))
                .chain(() -> record(session, row, Reason.SHARED, actor, before, seenBy(row, share)));
    }

    Uni<Void> unshare(StatelessSession session, SharedRow row, ShareRow share, long actor) {
        var before = seenBy(row, share);
        row.calendar().touch(clock.millis());
        return session.createMutationQuery("delete from Share where calendarId = :calendar and zuid = :zuid")
                .setParameter("calendar", share.calendarId)
                .setParameter("zuid", share.zuid)
                .executeUpdate()
                .chain(() -> session.update(row.calendar()))
                .chain(() -> record(session, row, Reason.UNSHARED, actor, before, Map.of()));
    }

    /// The view of a share's holder.
    static Map<Long, Calendar> seenBy(SharedRow row, ShareRow share) {
        return Map.of(share.zuid, row.seenBy(share.zuid).orElseThrow());
    }

    private Uni<Void> record(
            StatelessSession session,
            SharedRow row,
            Reason reason,
            long actor,
            Map<Long, Calendar> before,
            Map<Long, Calendar> after) {
        var id = row.calendar().id;
        var change = new Change(
                Kind.CALENDAR,
                Long.toString(id),
                id,
                reason,
                actor,
                List.of(),
                null,
                null,
                documents(before),
                documents(after));
        return log.append(session, change);
    }

    private Map<Long, String> documents(Map<Long, Calendar> views) {
        var documents = new TreeMap<Long, String>();
        views.forEach((zuid, view) -> documents.put(zuid, write(view)));
        return documents;
    }

    private String write(Calendar calendar) {
        return write(() -> json.writeValueAsString(calendar));
    }

    private String write(CalendarList list) {
        return write(() -> json.writeValueAsString(list));
    }

    private static String write(Writing writing) {
        try {
            return writing.write();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A call of Jackson with its checked exception, which cannot occur here.
    private interface Writing {
        String write() throws JsonProcessingException;
    }
}

package almanac.event;

import almanac.attachment.Attachments;
import almanac.calendar.CalendarAccess;
import almanac.calendar.Calendars;
import almanac.identity.Accounts;
import almanac.identity.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Loads events to change them, and stores them changed.
@Singleton
class EventStore {
    private static final int BATCH = 100;

    private final Calendars calendars;
    private final Attachments attachments;
    private final Accounts accounts;

    EventStore(Calendars calendars, Attachments attachments, Accounts accounts) {
        this.calendars = calendars;
        this.attachments = attachments;
        this.accounts = accounts;
    }

    /// An event, locked until the transaction ends; empty where there is none.
    Uni<Optional<EventState>> load(StatelessSession session, String id) {
        return session.createSelectionQuery("from Event where id = :id", EventRow.class)
                .setParameter("id", id)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getSingleResultOrNull()
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : load(session, row).map(Optional::of));
    }

    /// Locks events in the order of their ids, before any of them is changed: whoever changes several in
    /// one transaction and locks the next only after the first has touched its calendar would meet
    /// somebody who has locked that next one and waits for the calendar.
    Uni<Void> hold(StatelessSession session, List<String> ids) {
        return session.createSelectionQuery("from Event where id in :ids order by id", EventRow.class)
                .setParameter("ids", ids)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList()
                .replaceWithVoid();
    }

    /// The ids of a calendar's events.
    Uni<List<String>> idsIn(StatelessSession session, long calendar, int limit) {
        return session.createSelectionQuery("select id from Event where calendarId = :calendar", String.class)
                .setParameter("calendar", calendar)
                .setMaxResults(limit)
                .getResultList();
    }

    private Uni<EventState> load(StatelessSession session, EventRow row) {
        return calendars
                .withId(session, row.calendarId)
                .chain(calendar ->
                        attendees(session, row.id).chain(attendees -> complete(session, row, calendar, attendees)));
    }

    /// Puts a state together from a row and its attendees: what else belongs to it is read.
    Uni<EventState> complete(
            StatelessSession session, EventRow row, CalendarAccess calendar, List<AttendeeRow> attendees) {
        return attachments
                .of(session, row.id)
                .chain(attached -> people(session, row, attendees)
                        .map(people -> new EventState(row, calendar, attendees, attached, people)));
    }

    /// The state of a new event, for which nothing needs to be read where nobody else is named.
    Uni<EventState> complete(
            StatelessSession session,
            EventRow row,
            CalendarAccess calendar,
            List<AttendeeRow> attendees,
            boolean attached,
            Caller caller) {
        var alone = attendees.isEmpty() && row.organizer == caller.zuid();
        if (!attached && alone) {
            return Uni.createFrom().item(new EventState(row, calendar, attendees, List.of(), People.of(caller)));
        }
        if (!attached) {
            return people(session, row, attendees)
                    .map(people -> new EventState(row, calendar, attendees, List.of(), people));
        }
        return complete(session, row, calendar, attendees);
    }

    private Uni<People> people(StatelessSession session, EventRow row, List<AttendeeRow> attendees) {
        var emails = attendees.stream().map(attendee -> attendee.email).toList();
        return accounts.withZuidsOrEmails(session, List.of(row.creator, row.organizer), emails)
                .map(People::ofAccounts);
    }

    private static Uni<List<AttendeeRow>> attendees(StatelessSession session, String id) {
        return session.createSelectionQuery("from Attendee where eventId = :id order by position", AttendeeRow.class)
                .setParameter("id", id)
                .getResultList();
    }

    /// Removes an event, and with it who is invited.
    Uni<Void> remove(StatelessSession session, String id) {
        return session.createMutationQuery("delete from Event where id = :id")
                .setParameter("id", id)
                .executeUpdate()
                .replaceWithVoid();
    }

    /// Makes the attendees of an event exactly these.
    Uni<Void> replaceAttendees(StatelessSession session, String id, List<AttendeeRow> attendees) {
        return session.createMutationQuery("delete from Attendee where eventId = :id")
                .setParameter("id", id)
                .executeUpdate()
                .chain(() -> insertAttendees(session, attendees));
    }

    Uni<Void> insertAttendees(StatelessSession session, List<AttendeeRow> attendees) {
        return attendees.isEmpty() ? Uni.createFrom().voidItem() : session.insertAll(BATCH, attendees.toArray());
    }

    /// The attendees that a request asks for, at the event's time; an answer that was given already is
    /// kept.
    static List<AttendeeRow> attendees(EventRow event, List<Invitee> invitees, List<AttendeeRow> before) {
        var answers = new LinkedHashMap<String, String>();
        before.forEach(attendee -> answers.put(Accounts.address(attendee.email), attendee.status));
        var rows = new ArrayList<AttendeeRow>(invitees.size());
        for (var invitee : invitees) {
            var email = invitee.email() == null ? "" : invitee.email();
            var kept = answers.getOrDefault(Accounts.address(email), Attendee.Status.YET_TO_RESPOND.text());
            var row = new AttendeeRow();
            row.email = email;
            row.status = invitee.status() == null ? kept : invitee.status().text();
            place(row, event, rows.size());
            rows.add(row);
        }
        return rows;
    }

    /// Gives an attendee its place in an event, and the event's time.
    static void place(AttendeeRow row, EventRow event, int position) {
        row.eventId = event.id;
        row.position = position;
        row.startsAt = event.startsAt;
        row.endsAt = event.endsAt;
    }
}

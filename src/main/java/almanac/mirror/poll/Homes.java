package almanac.mirror.poll;

import almanac.calendar.model.CalendarAccess;
import almanac.calendar.store.CalendarMirror;
import almanac.calendar.store.Calendars;
import almanac.mirror.link.Link;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.References;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The calendars here that remote events lie in; the one for invitations is made when the first of them comes.
@Singleton
class Homes {
    private final Calendars calendars;
    private final CalendarMirror calendarMirror;
    private final MirrorStore store;

    Homes(Calendars calendars, CalendarMirror calendarMirror, MirrorStore store) {
        this.calendars = calendars;
        this.calendarMirror = calendarMirror;
        this.store = store;
    }

    /// A calendar by its number.
    ///
    /// @param number 0 for the one for invitations of a link that has none, as far as is known
    Uni<CalendarAccess> calendar(StatelessSession session, Link link, long number) {
        return number == 0
                ? store.calendars(link.zuid())
                        .chain(references -> references.invitations() == 0
                                ? makeForInvitations(session, link)
                                : calendars.withId(Statements.in(session), references.invitations()))
                : calendars.withId(Statements.in(session), number);
    }

    private Uni<CalendarAccess> makeForInvitations(StatelessSession session, Link link) {
        return calendarMirror
                .addForInvitations(session, link.baseUrl(), link.zuid())
                .call(made -> store.sees(session, link.zuid(), made.id(), References.INVITATIONS));
    }
}

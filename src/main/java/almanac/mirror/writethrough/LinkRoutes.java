package almanac.mirror.writethrough;

import almanac.access.token.Caller;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event;
import almanac.mirror.client.RemoteId;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.SyncState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Finds how remote calendars and events are reached; a caller whom no link serves is refused.
@Singleton
class LinkRoutes {
    private static final int AGAIN_SECONDS = 60;

    private final Links links;
    private final MirrorStore store;

    LinkRoutes(Links links, MirrorStore store) {
        this.links = links;
        this.store = store;
    }

    /// How a calendar is reached: by the caller's own link where it sees the calendar, else by its
    /// owner's.
    Uni<LinkRoute> to(Caller caller, CalendarAccess calendar) {
        return way(caller.zuid(), calendar)
                .chain(own -> own.isPresent() ? Uni.createFrom().item(own) : way(calendar.owner(), calendar))
                .map(found -> found.orElseThrow(LinkRoutes::notLinked));
    }

    /// A change of an event, on the way to the calendar in which it is to lie.
    Uni<RemoteWrite> change(Caller caller, Event current, CalendarAccess calendar, CalendarAccess target) {
        if (RemoteId.of(current.id()).isOccurrence()) {
            return Uni.createFrom().failure(recurs());
        }
        return to(caller, target)
                .chain(way ->
                        known(current).map(known -> new RemoteWrite(caller, current, calendar, target, known, way)));
    }

    /// An answer to an invitation: it is the caller's own, so it takes the caller's own way.
    Uni<RemoteWrite> answer(Caller caller, Event current, CalendarAccess calendar) {
        if (RemoteId.of(current.id()).isOccurrence()) {
            return Uni.createFrom().failure(recurs());
        }
        return links.of(caller.zuid())
                .map(found -> found.orElseThrow(LinkRoutes::notTheirs))
                .chain(link -> known(current).map(known -> answer(caller, current, calendar, known, link)));
    }

    private static RemoteWrite answer(
            Caller caller, Event current, CalendarAccess calendar, SyncState known, Link link) {
        return new RemoteWrite(caller, current, calendar, calendar, known, new LinkRoute(link, known.reference()));
    }

    private Uni<Optional<LinkRoute>> way(long zuid, CalendarAccess calendar) {
        return store.reference(calendar.id(), zuid)
                .chain(reference -> reference.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : links.of(zuid).map(link -> link.map(found -> new LinkRoute(found, reference.get()))));
    }

    private Uni<SyncState> known(Event current) {
        return store.known(current.id()).map(found -> found.orElseThrow(LinkRoutes::notLinked));
    }

    /// No call of Cliq changes one occurrence alone, and all of the series is not what the caller has named.
    private static ProblemException recurs() {
        var error = new FieldError("id", "is an occurrence of a series of another service: change it there");
        return ProblemException.of(Problem.BAD_REQUEST, "recurrence_elsewhere", List.of(error));
    }

    private static ProblemException notTheirs() {
        return ProblemException.of(Problem.FORBIDDEN, "not_linked", List.of());
    }

    private static ProblemException notLinked() {
        return ProblemException.passing(Problem.UNAVAILABLE, "upstream_not_linked", AGAIN_SECONDS);
    }
}

package almanac.mirror;

import almanac.calendar.CalendarAccess;
import almanac.event.Event;
import almanac.identity.Caller;
import almanac.problem.Problem;
import almanac.problem.ProblemException;
import almanac.upstream.Link;
import almanac.upstream.Links;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/// Finds how calendars and events elsewhere are reached; a caller whom no link serves is refused.
@Singleton
class Ways {
    private static final int AGAIN_SECONDS = 60;

    private final Links links;
    private final MirrorStore store;

    Ways(Links links, MirrorStore store) {
        this.links = links;
        this.store = store;
    }

    /// How a calendar is reached: by the caller's own link where it sees the calendar, else by its
    /// owner's.
    Uni<Way> to(Caller caller, CalendarAccess calendar) {
        return way(caller.zuid(), calendar)
                .chain(own -> own.isPresent() ? Uni.createFrom().item(own) : way(calendar.owner(), calendar))
                .map(found -> found.orElseThrow(Ways::notLinked));
    }

    /// A change of an event, on the way to the calendar in which it is to lie.
    Uni<Attempt> change(Caller caller, Event current, CalendarAccess calendar, CalendarAccess target) {
        return to(caller, target)
                .chain(way -> known(current).map(known -> new Attempt(caller, current, calendar, target, known, way)));
    }

    /// An answer to an invitation: it is the caller's own, so it takes the caller's own way.
    Uni<Attempt> answer(Caller caller, Event current, CalendarAccess calendar) {
        return links.of(caller.zuid())
                .map(found -> found.orElseThrow(Ways::notTheirs))
                .chain(link -> known(current).map(known -> answer(caller, current, calendar, known, link)));
    }

    private static Attempt answer(Caller caller, Event current, CalendarAccess calendar, Known known, Link link) {
        return new Attempt(caller, current, calendar, calendar, known, new Way(link, known.reference()));
    }

    private Uni<Optional<Way>> way(long zuid, CalendarAccess calendar) {
        return store.reference(calendar.id(), zuid)
                .chain(reference -> reference.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : links.of(zuid).map(link -> link.map(found -> new Way(found, reference.get()))));
    }

    private Uni<Known> known(Event current) {
        return store.known(current.id()).map(found -> found.orElseThrow(Ways::notLinked));
    }

    private static ProblemException notTheirs() {
        return ProblemException.of(Problem.FORBIDDEN, "not_linked", List.of());
    }

    private static ProblemException notLinked() {
        return ProblemException.passing(Problem.UNAVAILABLE, "upstream_not_linked", AGAIN_SECONDS);
    }
}

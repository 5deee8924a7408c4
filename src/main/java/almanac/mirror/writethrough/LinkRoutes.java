package almanac.mirror.writethrough;

import almanac.access.token.Caller;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event;
import almanac.event.model.EventVersion;
import almanac.event.request.EditScope;
import almanac.event.request.EventRequest;
import almanac.event.request.Target;
import almanac.mirror.client.RemoteId;
import almanac.mirror.client.RemoteRecurrence;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.SyncState;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds how remote calendars and events are reached; a caller whom no link serves is refused.
@Singleton
class LinkRoutes {
    private static final int AGAIN_SECONDS = 60;

    private final Links links;
    private final MirrorStore store;
    private final RemoteRecurrence recurrence;

    LinkRoutes(Links links, MirrorStore store, RemoteRecurrence recurrence) {
        this.links = links;
        this.store = store;
        this.recurrence = recurrence;
    }

    /// How a calendar is reached with a new event.
    ///
    /// @throws ProblemException 400 `recurrence_elsewhere` if the event repeats, and the service takes none that
    /// does
    Uni<LinkRoute> to(Caller caller, CalendarAccess calendar, EventRequest request) {
        return to(caller, calendar)
                .call(route -> recurs(request) ? allow(route.link(), Target.elsewhere()) : allowed());
    }

    private Uni<Void> allow(Link link, ProblemException otherwise) {
        return recurrence
                .isTaken(link)
                .chain(isTaken -> isTaken ? allowed() : Uni.createFrom().failure(otherwise));
    }

    private static Uni<Void> allowed() {
        return Uni.createFrom().voidItem();
    }

    private static boolean recurs(EventRequest request) {
        return request.repeats() || request.exdates() != null || request.rdates() != null;
    }

    /// How a calendar is reached: by the caller's own link where it sees the calendar, else by its
    /// owner's.
    Uni<LinkRoute> to(Caller caller, CalendarAccess calendar) {
        return way(caller.zuid(), calendar)
                .chain(own -> own.isPresent() ? Uni.createFrom().item(own) : way(calendar.owner(), calendar))
                .map(found -> found.orElseThrow(LinkRoutes::notLinked));
    }

    /// A change of an event, on the way to the calendar in which it is to lie.
    ///
    /// @param named what the caller has named
    /// @param request null for a removal
    /// @throws ProblemException 400 `recurrence_elsewhere` if it is about recurrence, of which the service takes
    /// nothing
    Uni<RemoteWrite> change(
            Caller caller, EventVersion current, CalendarAccess target, Target named, @Nullable EventRequest request) {
        var event = current.event();
        var scope = RemoteId.of(event.id()).isOccurrence()
                ? Objects.requireNonNullElse(named.scope(), EditScope.ONLY)
                : null;
        return to(caller, target)
                .call(way -> scope != null
                        ? allow(way.link(), ofSeries())
                        : request != null && recurs(request) ? allow(way.link(), Target.elsewhere()) : allowed())
                .chain(way -> known(event)
                        .map(known -> new RemoteWrite(caller, event, current.calendar(), target, known, way, scope)));
    }

    /// An answer to an invitation: it is the caller's own, so it takes the caller's own way.
    Uni<RemoteWrite> answer(Caller caller, Event current, CalendarAccess calendar) {
        var isOccurrence = RemoteId.of(current.id()).isOccurrence();
        return links.of(caller.zuid())
                .map(found -> found.orElseThrow(LinkRoutes::notTheirs))
                .call(link -> isOccurrence ? allow(link, ofSeries()) : allowed())
                .chain(link -> known(current).map(known -> answer(caller, current, calendar, known, link)));
    }

    private static RemoteWrite answer(
            Caller caller, Event current, CalendarAccess calendar, SyncState known, Link link) {
        var scope = RemoteId.of(current.id()).isOccurrence() ? EditScope.ONLY : null;
        return new RemoteWrite(
                caller, current, calendar, calendar, known, new LinkRoute(link, known.reference()), scope);
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
    private static ProblemException ofSeries() {
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

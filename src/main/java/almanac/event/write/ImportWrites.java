package almanac.event.write;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.ical.IcalEvent;
import almanac.event.model.Event;
import almanac.event.model.EventVersion;
import almanac.event.series.SeriesImport;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.store.NewEvents;
import almanac.event.store.People;
import almanac.event.write.SeriesWrites.Edit;
import almanac.event.write.SeriesWrites.Stored;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Stores events of files, through the same write path as all other changes.
@Singleton
class ImportWrites {
    private final EventStore store;
    private final EventFacts facts;
    private final NewEvents newEvents;
    private final SeriesWrites series;
    private final ExclusiveWrites exclusive;

    ImportWrites(
            EventStore store, EventFacts facts, NewEvents newEvents, SeriesWrites series, ExclusiveWrites exclusive) {
        this.store = store;
        this.facts = facts;
        this.newEvents = newEvents;
        this.series = series;
        this.exclusive = exclusive;
    }

    /// An event to store.
    ///
    /// @param isDry whether nothing is to be stored
    record Import(Statements statements, Caller caller, CalendarAccess calendar, IcalEvent read, boolean isDry) {
        /// The addresses of those whom the event and its exceptions invite, in the form used for comparison.
        List<String> addresses() {
            return Stream.concat(Stream.of(read.event()), read.exceptions().stream())
                    .flatMap(event -> event.attendees().stream())
                    .map(attendee -> Accounts.address(attendee.email()))
                    .distinct()
                    .toList();
        }
    }

    /// Locks the times of an exclusive calendar, before its events are locked.
    Uni<Void> hold(Statements statements, CalendarAccess calendar) {
        return exclusive.hold(statements, calendar);
    }

    /// Creates an event.
    ///
    /// @return its id; empty if the owner has the maximum number of events
    Uni<Optional<String>> create(Import each) {
        var zuids =
                Stream.of(each.caller.zuid(), each.calendar.owner()).distinct().toList();
        var addresses = each.addresses();
        return facts.people(each.statements, zuids, addresses).chain(people -> {
            var named = people.addresses(zuids, addresses);
            var wanted = newEvents.create(each.caller, each.calendar, each.read.event(), people);
            var first = without(wanted, each.calendar);
            var cause = new Cause(Reason.CREATED, each.caller.zuid());
            var draft = new Draft(first, people, named, List.of(), cause, each.caller.zuid());
            return store.create(each.statements, draft).chain(result -> switch (result) {
                case FULL -> Uni.createFrom().item(Optional.empty());
                case OVERTAKEN -> {
                    facts.forget(zuids, named);
                    yield Uni.createFrom().failure(new EditRetry.OvertakenException());
                }
                case STORED ->
                    withExceptions(each, first, wanted.event(), people)
                            .chain(() -> exclusive.compare(
                                    each.statements,
                                    each.calendar,
                                    wanted.event().id()))
                            .replaceWith(Optional.of(wanted.event().id()));
            });
        });
    }

    /// A series as it is stored first, before its exceptions.
    private EventVersion without(EventVersion wanted, CalendarAccess calendar) {
        var event = SeriesImport.bare(wanted.event());
        var version = newEvents.version(event, wanted.organizer(), wanted.meetingLink(), calendar);
        return new EventVersion(
                event,
                version.document(),
                version.organizer(),
                version.meetingLink(),
                calendar,
                event.repeats() ? (Long) event.editTag() : null);
    }

    private Uni<Void> withExceptions(Import each, EventVersion first, Event wanted, People people) {
        if (each.read.exceptions().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var change = SeriesImport.change(first.event(), List.of(), wanted, exceptions(each, wanted, people));
        return series.store(each.statements, edit(each, new Stored(first, List.of()), people), change)
                .replaceWithVoid();
    }

    private static List<Event> exceptions(Import each, Event wanted, People people) {
        return each.read.exceptions().stream()
                .map(exception -> exception
                        .but()
                        .id(wanted.id())
                        .entityId(wanted.entityId())
                        .people(wanted.creator(), wanted.organizer())
                        .calendarId(wanted.calendarId())
                        .attendees(exception.attendees().stream()
                                .map(people::attendee)
                                .toList())
                        .tag(wanted.editTag())
                        .build())
                .toList();
    }

    private static Edit edit(Import each, Stored stored, People people) {
        return new Edit(
                stored,
                people,
                people.addresses(List.of(), each.addresses()),
                new Cause(Reason.EDITED, each.caller.zuid()),
                each.caller.zuid(),
                each.calendar);
    }

    /// Makes of a stored event, which is locked, what was read.
    ///
    /// @return whether it was changed; false if it is the same already
    Uni<Boolean> update(Import each, String id) {
        return store.load(each.statements, id).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().failure(new EditRetry.OvertakenException());
            }
            return store.exceptions(each.statements, id)
                    .chain(exceptions -> facts.people(each.statements, List.of(), each.addresses())
                            .chain(people -> update(each, new Stored(linked(each, found.get()), exceptions), people)));
        });
    }

    /// The version with the link that it is to have.
    private static EventVersion linked(Import each, EventVersion stored) {
        var link = each.read.event().meetingLink();
        return new EventVersion(
                stored.event(),
                stored.document(),
                stored.organizer(),
                link == null ? stored.meetingLink() : link,
                stored.calendar(),
                stored.resource());
    }

    private Uni<Boolean> update(Import each, Stored stored, People people) {
        var before = stored.series().event();
        var wanted = wanted(each.read.event(), before, people);
        var known = stored.exceptions().stream().map(EventVersion::event).toList();
        var change = SeriesImport.change(before, known, wanted, exceptions(each, wanted, people));
        if (SeriesImport.isNone(before, change)) {
            return Uni.createFrom().item(false);
        }
        return each.isDry
                ? Uni.createFrom().item(true)
                : series.store(each.statements, edit(each, stored, people), change)
                        .chain(() -> exclusive.compare(each.statements, each.calendar, before.id()))
                        .replaceWith(true);
    }

    private static Event wanted(Event read, Event before, People people) {
        return read.but()
                .id(before.id())
                .entityId(before.entityId())
                .people(before.creator(), before.organizer())
                .calendarId(before.calendarId())
                .attendees(read.attendees().stream().map(people::attendee).toList())
                .attachments(before.attachments())
                .tag(before.editTag())
                .build();
    }
}

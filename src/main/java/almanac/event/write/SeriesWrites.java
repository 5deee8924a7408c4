package almanac.event.write;

import almanac.calendar.model.CalendarAccess;
import almanac.event.attachment.Attachment;
import almanac.event.model.Event;
import almanac.event.model.EventDiff;
import almanac.event.model.EventVersion;
import almanac.event.request.EventRequest;
import almanac.event.series.Occurrences;
import almanac.event.series.SeriesChange;
import almanac.event.series.SeriesEdits;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventFacts;
import almanac.event.store.EventStore;
import almanac.event.store.EventStore.Result;
import almanac.event.store.NewEvents;
import almanac.event.store.People;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stores what an edit makes of a series: the series, its exceptions, and the series that was divided from it.
@Singleton
class SeriesWrites {
    private final EventStore store;
    private final EventFacts facts;
    private final NewEvents newEvents;

    SeriesWrites(EventStore store, EventFacts facts, NewEvents newEvents) {
        this.store = store;
        this.facts = facts;
        this.newEvents = newEvents;
    }

    /// A series with its exceptions, as stored.
    record Stored(EventVersion series, List<EventVersion> exceptions) {
        SeriesEdits edits() {
            return new SeriesEdits(
                    series.event(), exceptions.stream().map(EventVersion::event).toList());
        }

        /// The stored exception of an event; empty if it is a plain occurrence.
        private Optional<EventVersion> exception(@Nullable Event event) {
            return exceptions.stream()
                    .filter(each -> event != null && each.event().key().equals(event.key()))
                    .findFirst();
        }
    }

    /// A change to store.
    ///
    /// @param people the accounts of the requested attendees; null if none were requested
    /// @param named their addresses, in the form used for comparison
    /// @param cause the reason and the actor
    /// @param writer the account that needs write access; null to skip the check
    /// @param target the calendar after it
    record Edit(
            Stored stored,
            @Nullable People people,
            List<String> named,
            Cause cause,
            @Nullable Long writer,
            CalendarAccess target) {}

    /// An item of a series as a version: an occurrence, or an exception.
    EventVersion version(Stored stored, Event item) {
        var series = stored.series;
        return stored.exception(item)
                .orElseGet(() -> newEvents.version(item, series.organizer(), series.meetingLink(), series.calendar()));
    }

    /// The request applied to an item or a series; see [NewEvents#edit].
    Event asked(EventVersion before, Edit edit, EventRequest request, List<Attachment> files) {
        var people = edit.people == null ? People.of(List.of()) : edit.people;
        return newEvents.edit(before, edit.target, request, people, files).event();
    }

    /// The id of a series that begins.
    String newId() {
        return newEvents.id();
    }

    /// Stores a change; rolls everything back if it was overtaken.
    ///
    /// @return the item that the answer is about; the series of before for a removal
    Uni<EventVersion> store(Statements statements, Edit edit, SeriesChange wanted) {
        var change = raised(edit, wanted);
        if (change.series().isEmpty()) {
            return remove(statements, edit).replaceWith(edit.stored.series);
        }
        var series = change.series().get();
        return removeExceptions(statements, edit, change)
                .chain(() -> storeSeries(statements, edit, series))
                .chain(() -> storeExceptions(statements, edit, change))
                .chain(() -> begin(statements, edit, change))
                .replaceWith(() -> versionAfter(edit, answer(change, series)));
    }

    private EventVersion versionAfter(Edit edit, Event event) {
        var series = edit.stored.series;
        return newEvents.version(event, series.organizer(), series.meetingLink(), edit.target);
    }

    private static Event answer(SeriesChange change, Event series) {
        var item = change.item().orElse(series);
        return change.begun()
                .or(() -> change.exceptions().stream()
                        .map(SeriesChange.Change::after)
                        .filter(Objects::nonNull)
                        .filter(after -> after.key().equals(item.key()))
                        .findFirst())
                .orElse(series);
    }

    /// The change with new tags for all that differs from before.
    private SeriesChange raised(Edit edit, SeriesChange change) {
        var exceptions = change.exceptions().stream()
                .map(each -> new SeriesChange.Change(each.before(), raised(each)))
                .toList();
        return new SeriesChange(
                change.series().map(after -> raisedSeries(edit.stored.series.event(), after)),
                change.begun(),
                exceptions,
                change.item());
    }

    private @Nullable Event raised(SeriesChange.Change change) {
        var after = change.after();
        if (after == null || after.equals(change.before())) {
            return after;
        }
        var known = change.before() == null ? after.editTag() : change.before().editTag();
        return after.editTag() > known ? after : tagged(after, newEvents.tag(known));
    }

    /// Exceptions that come or go change no tag of the series; nor does an occurrence that is left out, since
    /// the others are as before.
    private Event raisedSeries(Event before, Event after) {
        var changed = EventDiff.between(before, after);
        if (changed.isEmpty()) {
            return tagged(after, before.editTag());
        }
        return after.editTag() > before.editTag() || changed.equals(List.of("exdates"))
                ? after
                : tagged(after, newEvents.tag(before.editTag()));
    }

    private static Event tagged(Event event, long tag) {
        return event.but().tag(tag).build();
    }

    /// A series of which only the exceptions differ is stored without an entry in the log: they have theirs.
    private Uni<Void> storeSeries(Statements statements, Edit edit, Event after) {
        var before = edit.stored.series;
        var isSilent = EventDiff.between(before.event(), after).isEmpty();
        if (isSilent && Objects.equals(before.event().recurrence(), after.recurrence())) {
            return Uni.createFrom().voidItem();
        }
        var draft = new Draft(
                versionAfter(edit, after),
                isSilent ? null : edit.people,
                isSilent ? List.of() : edit.named,
                files(before.event(), after),
                edit.cause,
                edit.writer);
        return checked(edit, store.change(statements, before, draft, isSilent));
    }

    private static @Nullable List<Long> files(@Nullable Event before, Event after) {
        return before != null && before.attachments().equals(after.attachments())
                ? null
                : after.attachments().stream().map(Attachment::fileId).toList();
    }

    private Uni<Void> checked(Edit edit, Uni<Result> storing) {
        return storing.invoke(result -> {
                    if (result != Result.STORED) {
                        facts.forget(List.of(), edit.named);
                        throw new EditRetry.OvertakenException();
                    }
                })
                .replaceWithVoid();
    }

    /// Removes the exceptions that go, and those that take another recurrence id. They come before the series in
    /// the log: after it there may be other occurrences under their names.
    private Uni<Void> removeExceptions(Statements statements, Edit edit, SeriesChange change) {
        return Multi.createFrom()
                .iterable(change.exceptions())
                .filter(each -> !isKept(each))
                .map(each -> edit.stored.exception(each.before()))
                .filter(Optional::isPresent)
                .onItem()
                .transformToUniAndConcatenate(gone -> remove(statements, edit, gone.get(), false))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static boolean isKept(SeriesChange.Change change) {
        return change.before() != null
                && change.after() != null
                && change.before().key().equals(change.after().key());
    }

    private Uni<Void> storeExceptions(Statements statements, Edit edit, SeriesChange change) {
        if (change.exceptions().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Multi.createFrom()
                .iterable(change.exceptions())
                .onItem()
                .transformToUniAndConcatenate(each -> storeException(statements, edit, each))
                .collect()
                .last()
                .chain(() -> store.touch(statements, edit.stored.series.event().id()));
    }

    private Uni<Void> storeException(Statements statements, Edit edit, SeriesChange.Change change) {
        var before = edit.stored.exception(change.before());
        var after = change.after();
        if (after == null || after.equals(change.before())) {
            return Uni.createFrom().voidItem();
        }
        if (before.isPresent() && isKept(change)) {
            var draft = draft(edit, before.get(), after);
            return checked(edit, store.change(statements, before.get(), draft));
        }
        return create(statements, edit, change, before);
    }

    private Uni<Void> create(
            Statements statements, Edit edit, SeriesChange.Change change, Optional<EventVersion> before) {
        var after = Objects.requireNonNull(change.after());
        var plain = before.isEmpty() && change.before() != null ? version(edit.stored, change.before()) : null;
        return checked(edit, store.create(statements, draft(edit, null, after), plain));
    }

    private Draft draft(Edit edit, @Nullable EventVersion before, Event after) {
        var known = before == null ? null : before.event();
        return new Draft(
                versionAfter(edit, after), edit.people, edit.named, files(known, after), edit.cause, edit.writer);
    }

    private Uni<Void> begin(Statements statements, Edit edit, SeriesChange change) {
        if (change.begun().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return checked(
                edit, store.create(statements, draft(edit, null, change.begun().get())));
    }

    /// Removes the series with its exceptions. Its entry in the log stands for those exceptions that nobody
    /// else sees.
    private Uni<Void> remove(Statements statements, Edit edit) {
        var series = edit.stored.series;
        var exceptions = edit.stored.exceptions;
        var silent = exceptions.stream()
                .filter(each -> SeriesEdits.isSeenWith(each.event(), series.event()))
                .toList();
        var logged = new EventVersion(
                series.event(),
                Occurrences.removed(
                        series.document(),
                        silent.stream().map(EventVersion::event).toList()),
                series.organizer(),
                series.meetingLink(),
                series.calendar(),
                series.resource());
        return checked(edit, store.remove(statements, logged, edit.cause, edit.writer))
                .chain(() -> Multi.createFrom()
                        .iterable(exceptions)
                        .onItem()
                        .transformToUniAndConcatenate(each -> remove(statements, edit, each, silent.contains(each)))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    /// The log says that it was deleted, whatever the edit: who saw it until then may read its earlier changes.
    private Uni<Void> remove(Statements statements, Edit edit, EventVersion exception, boolean isSilent) {
        var cause = new Cause(Reason.DELETED, edit.cause.actor());
        return checked(edit, store.remove(statements, exception, cause, edit.writer, isSilent));
    }
}

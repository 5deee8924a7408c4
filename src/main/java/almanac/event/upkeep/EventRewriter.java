package almanac.event.upkeep;

import almanac.event.model.Event;
import almanac.event.model.EventVersion;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventStore;
import almanac.event.store.EventStore.Result;
import almanac.event.store.NewEvents;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;

/// Rewrites single events on behalf of the system. Each is changed as any other, with a new tag and a log entry.
@Singleton
class EventRewriter {
    private static final Cause BY_SYSTEM = new Cause(Reason.EDITED, 0);

    private final EventStore store;
    private final NewEvents newEvents;
    private final Statements statements;

    EventRewriter(EventStore store, NewEvents newEvents, Transactions transactions) {
        this.store = store;
        this.newEvents = newEvents;
        this.statements = transactions.statements();
    }

    /// Rewrites one event; reads it again if it was changed meanwhile.
    ///
    /// @param change the event after the change, with the tag of before; an equal event is not stored
    Uni<Void> rewrite(String id, Function<EventVersion, Event> change) {
        return store.load(statements, id)
                .chain(found ->
                        found.isEmpty() ? Uni.createFrom().item(true) : store(found.get(), change.apply(found.get())))
                .chain(done -> done ? Uni.createFrom().voidItem() : rewrite(id, change));
    }

    private Uni<Boolean> store(EventVersion before, Event event) {
        if (event.equals(before.event())) {
            return Uni.createFrom().item(true);
        }
        var version = newEvents.version(
                event.but().tag(newEvents.tag(event.editTag())).build(),
                before.organizer(),
                before.meetingLink(),
                before.calendar());
        return store.change(statements, before, new Draft(version, null, List.of(), null, BY_SYSTEM, null))
                .map(result -> result == Result.STORED);
    }
}

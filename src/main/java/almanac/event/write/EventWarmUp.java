package almanac.event.write;

import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.Person;
import almanac.event.store.Cause;
import almanac.event.store.Draft;
import almanac.event.store.EventStore;
import almanac.event.store.NewEvents;
import almanac.event.store.People;
import almanac.log.change.Change.Reason;
import almanac.storage.database.Transactions;
import almanac.storage.database.WarmUp;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Runs the store of an event in a calendar that does not exist: it takes the path of a new event and stores
/// nothing.
@Singleton
class EventWarmUp implements WarmUp {
    private static final Person NOBODY = new Person("", "", "0");

    private final EventStore store;
    private final NewEvents newEvents;
    private final Transactions transactions;

    EventWarmUp(EventStore store, NewEvents newEvents, Transactions transactions) {
        this.store = store;
        this.newEvents = newEvents;
        this.transactions = transactions;
    }

    @Override
    public Uni<?> warmUp() {
        var nowhere = new CalendarAccess(0, "", 0, Map.of(), false, "", null);
        var version = newEvents.version(event(), 0L, null, nowhere);
        var draft = new Draft(version, People.of(List.of()), List.of(), List.of(), new Cause(Reason.CREATED, 0), 0L);
        return store.load(transactions.statements(), "").chain(() -> store.create(transactions.statements(), draft));
    }

    private static Event event() {
        return new EventBuilder("", new UUID(0, 0), NOBODY, NOBODY).times(0, 1).build();
    }
}

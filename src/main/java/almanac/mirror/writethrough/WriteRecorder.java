package almanac.mirror.writethrough;

import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventView;
import almanac.event.store.Cause;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.MirrorWriter;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes down here what has become of a remote event by a caller's change.
@Singleton
class WriteRecorder {
    private final MirrorWriter writer;
    private final MirrorStore store;
    private final Transactions transactions;
    private final Clock clock;

    WriteRecorder(MirrorWriter writer, MirrorStore store, Transactions transactions, Clock clock) {
        this.writer = writer;
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// The event as it is there now.
    ///
    /// @param attached the ids here of what it has attached; null for what was heard, or what it has
    Uni<EventView> written(
            RemoteWrite attempt,
            CalendarAccess calendar,
            RemoteEvent heard,
            @Nullable List<Long> attached,
            Cause cause) {
        var keeper = attempt.known().keeper();
        var viewer = attempt.caller().zuid();
        return transactions.write(
                session -> writer.written(session, heard, calendar, keeper, attached, cause, viewer, clock.millis()));
    }

    /// It is gone there.
    Uni<Void> removed(RemoteWrite attempt, Cause cause) {
        var keeper = attempt.way().link().zuid();
        return transactions.write(session -> writer.gone(session, attempt.id(), cause)
                .chain(() -> store.gone(session, keeper, attempt.id(), clock.millis())));
    }
}

package almanac.mirror.writethrough;

import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Done;
import almanac.event.store.Cause;
import almanac.log.change.Change.Reason;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.state.MirrorWriter;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Writes down an event that was made in the remote service, and with it the answer for the caller's key.
@Singleton
class CreationWriter {
    private final MirrorWriter writer;
    private final Transactions transactions;
    private final Intents intents;
    private final Clock clock;

    CreationWriter(MirrorWriter writer, Transactions transactions, Intents intents, Clock clock) {
        this.writer = writer;
        this.transactions = transactions;
        this.intents = intents;
        this.clock = clock;
    }

    Uni<EventOutcome> write(Creation creation, LinkRoute way, RemoteEvent made) {
        return transactions.write(session -> creation.intent()
                .map(intent -> intents.record(intent, session, within -> write(within, creation, way, made)))
                .orElseGet(() -> write(session, creation, way, made)));
    }

    private Uni<EventOutcome> write(StatelessSession session, Creation creation, LinkRoute way, RemoteEvent made) {
        var zuid = creation.caller().zuid();
        return writer.written(
                        session,
                        made,
                        creation.calendar(),
                        way.link().zuid(),
                        creation.request().attached(),
                        new Cause(Reason.CREATED, zuid),
                        zuid,
                        clock.millis())
                .map(Done::new);
    }
}

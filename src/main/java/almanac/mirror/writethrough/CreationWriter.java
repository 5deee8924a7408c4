package almanac.mirror.writethrough;

import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventView;
import almanac.event.store.Cause;
import almanac.log.change.Change.Reason;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteId;
import almanac.mirror.state.MirrorWriter;
import almanac.mirror.writethrough.SeriesRecorder.Into;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Writes down an event that was made in the remote service, and with it the answer for the caller's key.
@Singleton
class CreationWriter {
    private final MirrorWriter writer;
    private final SeriesRecorder series;
    private final Transactions transactions;
    private final Intents intents;
    private final Clock clock;

    CreationWriter(
            MirrorWriter writer, SeriesRecorder series, Transactions transactions, Intents intents, Clock clock) {
        this.writer = writer;
        this.series = series;
        this.transactions = transactions;
        this.intents = intents;
        this.clock = clock;
    }

    /// @param made the event there, or the series of which the first occurrence is answered
    Uni<EventOutcome> write(Creation creation, LinkRoute way, Outgoing outgoing, RemoteEvent made) {
        return creation.request().repeats()
                ? writeSeries(creation, way, outgoing, RemoteId.of(made.id()).event())
                : write(creation, session -> write(session, creation, way, outgoing.completed(made)));
    }

    private Uni<EventOutcome> writeSeries(Creation creation, LinkRoute way, Outgoing outgoing, String event) {
        return Refusals.settled(
                        series.listed(way.link(), event, creation.request().startTime()))
                .chain(listed -> listed.items().isEmpty()
                        ? Uni.createFrom().failure(Refusals.unknown())
                        : writeSeries(
                                creation,
                                way,
                                listed.items().stream().map(outgoing::completed).toList()));
    }

    private Uni<EventOutcome> writeSeries(Creation creation, LinkRoute way, List<RemoteEvent> items) {
        var zuid = creation.caller().zuid();
        var cause = new Cause(Reason.CREATED, zuid);
        var into = new Into(creation.calendar(), way.link().zuid(), cause, zuid);
        return write(creation, session -> series.written(session, items, into)).call(() -> series.goOn(way.link()));
    }

    private Uni<EventOutcome> write(Creation creation, Function<StatelessSession, Uni<EventView>> work) {
        return transactions.write(session -> creation.intent()
                .map(intent -> intents.record(
                        intent, session, within -> work.apply(within).map(Done::new)))
                .orElseGet(() -> work.apply(session).map(Done::new)));
    }

    private Uni<EventView> write(StatelessSession session, Creation creation, LinkRoute way, RemoteEvent made) {
        var zuid = creation.caller().zuid();
        return writer.written(
                session,
                made,
                creation.calendar(),
                way.link().zuid(),
                creation.request().attached(),
                new Cause(Reason.CREATED, zuid),
                zuid,
                clock.millis());
    }
}

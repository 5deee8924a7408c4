package almanac.mirror.writethrough;

import almanac.access.idempotency.Idempotency;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventOutcome.Done;
import almanac.event.model.EventOutcome.Repeated;
import almanac.event.write.EventMirror.Cause;
import almanac.log.change.Change.Reason;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.state.MirrorStore;
import almanac.mirror.state.MirrorWriter;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// Events that are made elsewhere: sent once, looked for where the answer was lost, and written down.
@Singleton
class Creations {
    private static final long DAY = 86_400_000;
    private static final int NO_RESERVE = 0;

    private final Upstream upstream;
    private final MirrorWriter recorder;
    private final MirrorStore store;
    private final Transactions transactions;
    private final Idempotency idempotency;
    private final Clock clock;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    Creations(
            Upstream upstream,
            MirrorWriter recorder,
            MirrorStore store,
            Transactions transactions,
            Idempotency idempotency,
            Clock clock) {
        this.upstream = upstream;
        this.recorder = recorder;
        this.store = store;
        this.transactions = transactions;
        this.idempotency = idempotency;
        this.clock = clock;
    }

    /// Lets nobody else work under the same key meanwhile.
    <T> Uni<T> alone(Creation creation, Supplier<Uni<T>> work) {
        if (creation.name().isEmpty()) {
            return work.get();
        }
        var name = creation.name().get();
        if (!underWay.add(name)) {
            throw ProblemException.passing(Problem.CONFLICT, "idempotency_key_in_use", 1);
        }
        return work.get().onTermination().invoke(() -> underWay.remove(name));
    }

    /// Makes it there and writes it down here.
    ///
    /// @param files the ids there of what is to be attached; null where nothing was said
    Uni<EventOutcome> make(Creation creation, LinkRoute way, @Nullable List<String> files) {
        var outgoing = new Outgoing(creation.request(), way.reference(), files, null);
        return send(creation, way, outgoing).chain(made -> record(creation, way, outgoing.completed(made)));
    }

    /// Sends it, unless it was sent before and is there.
    private Uni<RemoteEvent> send(Creation creation, LinkRoute way, Outgoing outgoing) {
        var now = clock.millis();
        if (creation.key().isEmpty()) {
            return sendOnce(way, outgoing, UUID.randomUUID(), now);
        }
        var zuid = creation.caller().zuid();
        var key = creation.key().get().text();
        var once = UUID.nameUUIDFromBytes(creation.name().orElseThrow().getBytes(StandardCharsets.UTF_8));
        return store.intent(zuid, key)
                .chain(sentAt -> sentAt.isPresent()
                        ? made(way, outgoing, sentAt.get())
                        : store.intend(zuid, key, now).replaceWith(Optional.<RemoteEvent>empty()))
                .chain(found ->
                        found.isPresent() ? Uni.createFrom().item(found.get()) : sendOnce(way, outgoing, once, now));
    }

    private Uni<RemoteEvent> sendOnce(LinkRoute way, Outgoing outgoing, UUID once, long now) {
        return upstream.create(way.link(), outgoing.json(), Optional.of(once.toString()))
                .onFailure(Refusals::isUnknown)
                .recoverWithUni(failure -> Refusals.settled(made(way, outgoing, now))
                        .map(found -> found.orElseThrow(() -> (UpstreamException) failure)));
    }

    /// The event that a request has made whose answer was lost; empty where it has made none.
    private Uni<Optional<RemoteEvent>> made(LinkRoute way, Outgoing outgoing, long sentAt) {
        long from = outgoing.request().startTime();
        var to = Math.min(outgoing.request().endTime(), from + 31 * DAY);
        return upstream.events(way.link(), from, to, NO_RESERVE)
                .map(heard -> heard.items().stream()
                        .filter(event -> outgoing.isIn(event.event()))
                        .toList())
                .chain(candidates -> latest(candidates, sentAt));
    }

    /// The latest of those that nobody had heard of before it was sent.
    private Uni<Optional<RemoteEvent>> latest(List<RemoteEvent> candidates, long sentAt) {
        return store.heardBefore(candidates.stream().map(RemoteEvent::id).toList(), sentAt)
                .map(old -> candidates.stream()
                        .filter(event -> !old.contains(event.id()))
                        .max((one, other) ->
                                Long.compare(one.event().tag(), other.event().tag())));
    }

    private Uni<EventOutcome> record(Creation creation, LinkRoute way, RemoteEvent made) {
        var zuid = creation.caller().zuid();
        var key = creation.key();
        return transactions
                .write(session -> key.isEmpty()
                        ? written(session, creation, way, made)
                        : idempotency.once(
                                session,
                                key.get(),
                                () -> written(session, creation, way, made),
                                EventOutcome::repeatable,
                                Repeated::new))
                .call(() -> key.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : store.settled(zuid, key.get().text()));
    }

    private Uni<EventOutcome> written(StatelessSession session, Creation creation, LinkRoute way, RemoteEvent made) {
        var zuid = creation.caller().zuid();
        return recorder.written(
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

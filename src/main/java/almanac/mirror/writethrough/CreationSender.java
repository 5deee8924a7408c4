package almanac.mirror.writethrough;

import almanac.event.model.EventOutcome;
import almanac.mirror.client.RemoteEvent;
import almanac.mirror.client.RemoteId;
import almanac.mirror.client.Upstream;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.state.MirrorStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sends new events to the remote service, each once, looks for one whose answer was lost, and writes it
/// down.
@Singleton
class CreationSender {
    private static final long DAY = 86_400_000;
    private static final int NO_RESERVE = 0;

    private final Upstream upstream;
    private final CreationWriter writer;
    private final MirrorStore store;
    private final Intents intents;
    private final Clock clock;

    CreationSender(Upstream upstream, CreationWriter writer, MirrorStore store, Intents intents, Clock clock) {
        this.upstream = upstream;
        this.writer = writer;
        this.store = store;
        this.intents = intents;
        this.clock = clock;
    }

    /// Makes it there and writes it down here.
    ///
    /// @param files the ids there of what is to be attached; null where nothing was said
    Uni<EventOutcome> make(Creation creation, LinkRoute way, @Nullable List<String> files) {
        var outgoing = Outgoing.ofNew(creation.request(), way.reference(), files);
        return found(creation, way, outgoing)
                .chain(found -> found.isPresent() ? Uni.createFrom().item(found.get()) : send(creation, way, outgoing))
                .chain(made -> writer.write(creation, way, outgoing, made));
    }

    /// What the request has made that was sent under this key before.
    private Uni<Optional<RemoteEvent>> found(Creation creation, LinkRoute way, Outgoing outgoing) {
        return creation.intent()
                .flatMap(Intent::sentAt)
                .map(sentAt -> Refusals.settled(made(way, outgoing, sentAt)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<RemoteEvent> send(Creation creation, LinkRoute way, Outgoing outgoing) {
        if (creation.intent().isEmpty()) {
            return sendOnce(way, outgoing, UUID.randomUUID().toString());
        }
        var intent = creation.intent().get();
        return intents.send(intent)
                .chain(() -> sendOnce(way, outgoing, intent.once()))
                .onFailure(UpstreamException.class)
                .call(() -> intents.undone(intent));
    }

    /// @return the event; fails with an [UpstreamException] where it is certain that none was made
    private Uni<RemoteEvent> sendOnce(LinkRoute way, Outgoing outgoing, String once) {
        var now = clock.millis();
        return upstream.create(way.link(), outgoing.json(), Optional.of(once))
                .onFailure(Refusals::isUnknown)
                .recoverWithUni(failure -> Refusals.settled(made(way, outgoing, now))
                        .map(found -> found.orElseThrow(() -> notFound(outgoing, failure))));
    }

    /// An event that is not found where it should be was not made. Of a series without its first occurrence nobody
    /// knows.
    private static RuntimeException notFound(Outgoing outgoing, Throwable failure) {
        return outgoing.request().exdatesOrNone().isEmpty() ? (UpstreamException) failure : Refusals.unknown();
    }

    /// The event that a request has made whose answer was lost; empty where it has made none.
    private Uni<Optional<RemoteEvent>> made(LinkRoute way, Outgoing outgoing, long sentAt) {
        long from = outgoing.request().startTime();
        var to = Math.min(outgoing.request().endTime(), from + 31 * DAY);
        return store.address(way.link().zuid())
                .chain(creator -> upstream.events(way.link(), from, to, NO_RESERVE)
                        .map(heard -> heard.items().stream()
                                .filter(event -> RemoteId.of(event.id()).isOccurrence()
                                        == outgoing.request().repeats())
                                .filter(event -> outgoing.hasMade(event.event(), creator.orElse("")))
                                .toList()))
                .chain(candidates -> latest(candidates, sentAt));
    }

    /// The latest of those that were not heard of before it was sent.
    private Uni<Optional<RemoteEvent>> latest(List<RemoteEvent> candidates, long sentAt) {
        return store.heardBefore(candidates.stream().map(RemoteEvent::id).toList(), sentAt)
                .map(old -> candidates.stream()
                        .filter(event -> !old.contains(event.id()))
                        .max((one, other) ->
                                Long.compare(one.event().tag(), other.event().tag())));
    }
}

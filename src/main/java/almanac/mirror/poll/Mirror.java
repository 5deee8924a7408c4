package almanac.mirror.poll;

import almanac.mirror.link.Link;
import almanac.mirror.link.UpstreamConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The pipeline: links that are due, a bounded number of them at once, each asked and written down
/// in a stream of its own, and put back with the time of its next turn.
///
/// A remote service that is slow or away fills one of many places for as long as its calls may take, and is asked
/// ever more seldom; what the database cannot take in holds back the asking.
@Singleton
class Mirror {
    private static final Logger LOG = Logger.getLogger(Mirror.class);

    private final LinkQueue queue;
    private final Round round;
    private final TurnEnd end;
    private final UpstreamConfig.Poll config;
    private final Vertx vertx;
    private final Set<Link> visited = ConcurrentHashMap.newKeySet();
    private @Nullable Cancellable running;
    private @Nullable Cancellable renewing;

    Mirror(LinkQueue queue, Round round, TurnEnd end, UpstreamConfig config, Vertx vertx) {
        this.queue = queue;
        this.round = round;
        this.end = end;
        this.config = config.poll();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        running = Multi.createFrom()
                .ticks()
                .every(config.tick())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> queue.claim())
                .onItem()
                .<Link>disjoint()
                .onItem()
                .transformToUni(this::visit)
                .merge(config.concurrency())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("The mirror has stopped", failure));
        renew();
    }

    private void renew() {
        renewing = Multi.createFrom()
                .ticks()
                .every(LinkQueue.RENEWAL)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> queue.renew(List.copyOf(visited)))
                .subscribe()
                .with(done -> {}, failure -> LOG.error("The turns of the mirror are not renewed any more", failure));
    }

    void stop(@Observes ShutdownEvent event) {
        Stream.of(running, renewing).filter(Objects::nonNull).forEach(Cancellable::cancel);
    }

    /// One link's turn, on a context of its own: what it reads and writes shares nothing with another.
    private Uni<Void> visit(Link link) {
        var context = Objects.requireNonNull(
                VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext()));
        // Nobody else works on it, which sessions of Hibernate Reactive ask for.
        VertxContextSafetyToggle.setContextSafe(context, true);
        visited.add(link);
        return Uni.createFrom()
                .deferred(() -> round.run(link, queue.isWatched(link))
                        .chain(skipped -> end.succeeded(link, skipped))
                        .onFailure()
                        .recoverWithUni(failure -> end.failed(link, failure)))
                .runSubscriptionOn(task -> context.runOnContext(_ -> task.run()))
                .onFailure()
                .invoke(failure -> LOG.warnf("Account %d: the mirror lost its turn: %s", link.zuid(), failure))
                .onFailure()
                .recoverWithNull()
                .onTermination()
                .invoke(() -> visited.remove(link));
    }
}

package almanac.access.ledger;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// The open streams of this node, as places of their users in the shared store. Places are renewed every
/// 15 s, and are free 45 s after the last time: those of a node that has vanished.
///
/// While the store is away a stream takes no place, and only the limit of its node holds. It takes one with
/// the next renewal after that.
@Singleton
public class OpenStreams {
    private static final Logger LOG = Logger.getLogger(OpenStreams.class);
    private static final long RENEW_MILLIS = SharedStore.STREAM_MILLIS / 3;
    private static final int AT_ONCE = 500;

    private final Set<OpenStream> open = ConcurrentHashMap.newKeySet();
    private final Provider<Stores> stores;
    private final Vertx vertx;
    private final StoreConfig config;

    OpenStreams(Provider<Stores> stores, Vertx vertx, StoreConfig config) {
        this.stores = stores;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (isShared()) {
            // The store is made at the start, so that its state is measured before the first request.
            var _ = stores.get();
            vertx.setPeriodic(RENEW_MILLIS, timer -> renew());
        }
    }

    /// Whether streams are counted over all nodes. A limit that is larger than 1,000 is that of each node.
    ///
    /// @param limit the number of streams of a user
    public boolean isShared(int limit) {
        return isShared() && limit <= Counts.LARGEST_SHARED;
    }

    private boolean isShared() {
        return config.kind() != StoreConfig.Kind.MEMORY;
    }

    /// Takes a place for a stream.
    ///
    /// @param limit the number of places of its user
    /// @return whether it has one; true while the store is away
    public Uni<Boolean> enter(OpenStream stream, int limit) {
        var store = stores.get().shared().orElseThrow();
        return stores.get()
                .state()
                .ask(store, () -> store.enter(stream, limit))
                .onFailure()
                .recoverWithItem(true)
                .invoke(entered -> {
                    if (entered) {
                        open.add(stream);
                    }
                });
    }

    /// Releases the place of a stream.
    public void leave(OpenStream stream) {
        open.remove(stream);
        var store = stores.get().shared().orElseThrow();
        stores.get()
                .state()
                .ask(store, () -> store.leave(stream))
                .subscribe()
                .with(left -> {}, failure -> LOG.debug("A place of a stream ends by its time", failure));
    }

    /// Renews the places of all streams of this node.
    void renew() {
        Multi.createFrom()
                .iterable(open)
                .group()
                .intoLists()
                .of(AT_ONCE)
                .subscribe()
                .with(this::renew);
    }

    private void renew(List<OpenStream> part) {
        var store = stores.get().shared().orElseThrow();
        stores.get()
                .state()
                .ask(store, () -> store.renew(part))
                .subscribe()
                .with(renewed -> {}, failure -> LOG.debug("Places of streams are not renewed", failure));
    }
}

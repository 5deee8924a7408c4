package almanac.storage.node;

import almanac.storage.database.BoundedPool;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.pubsub.PgSubscriber;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The channels of PostgreSQL (LISTEN and NOTIFY) between nodes, on a connection of its own.
///
/// A lost connection is opened again after 0.2 s, then at twice the interval each time, up to 5 s. Messages
/// that were sent meanwhile are lost, so everybody who listens is called once with an empty message after it.
@Singleton
class Channels {
    private static final Logger LOG = Logger.getLogger(Channels.class);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LONGEST_PAUSE_MILLIS = 5_000;

    /// The interval of a query on the connection, which is closed if nothing arrives for `almanac.database.silence`.
    private static final long PROBE_MILLIS = 10_000;

    private final Pool pool;
    private final BoundedPool connections;
    private final Vertx vertx;
    private final Map<Topic, List<Consumer<String>>> listeners = new EnumMap<>(Topic.class);
    private volatile @Nullable PgSubscriber subscriber;
    private volatile boolean stopped;

    Channels(Pool pool, BoundedPool connections, Vertx vertx) {
        this.pool = pool;
        this.connections = connections;
        this.vertx = vertx;
        for (var topic : Topic.values()) {
            listeners.put(topic, new CopyOnWriteArrayList<>());
        }
    }

    /// Calls a listener with each message, and with an empty one after a lost connection.
    void on(Topic topic, Consumer<String> listener) {
        listeners(topic).add(listener);
    }

    /// Sends a message to all nodes, this one included.
    Uni<Void> send(Topic topic, String text) {
        return pool.preparedQuery("select pg_notify($1, $2)")
                .execute(Tuple.of(topic.channel(), text))
                .replaceWithVoid();
    }

    /// Begins to listen; goes on in the background until [#stop].
    void start() {
        var _ = vertx.setPeriodic(PROBE_MILLIS, _ -> probe());
        listen(FIRST_PAUSE_MILLIS);
    }

    /// Ends the connection.
    void stop() {
        stopped = true;
        var open = subscriber;
        if (open != null) {
            open.close();
        }
    }

    private void listen(long pause) {
        var opened = PgSubscriber.subscriber(vertx, connections.direct());
        subscriber = opened;
        for (var topic : Topic.values()) {
            opened.channel(topic.channel()).handler(text -> tell(topic, text));
        }
        opened.connect().onComplete(connected -> {
            if (connected.succeeded()) {
                opened.closeHandler(_ -> later(FIRST_PAUSE_MILLIS));
                listeners.keySet().forEach(topic -> tell(topic, ""));
            } else {
                LOG.debug("The channels of the database cannot be opened now", connected.cause());
                later(Math.min(2 * pause, LONGEST_PAUSE_MILLIS));
            }
        });
    }

    private void later(long pause) {
        if (!stopped) {
            var _ = vertx.setTimer(pause, _ -> listen(pause));
        }
    }

    private void probe() {
        var open = subscriber;
        if (open != null && open.actualConnection() != null) {
            open.actualConnection()
                    .query("select 1 as channels")
                    .execute()
                    .onFailure(failure -> LOG.debug("The channels are broken", failure));
        }
    }

    private void tell(Topic topic, String text) {
        if (!stopped) {
            listeners(topic).forEach(listener -> listener.accept(text));
        }
    }

    private List<Consumer<String>> listeners(Topic topic) {
        return Objects.requireNonNull(listeners.get(topic));
    }
}

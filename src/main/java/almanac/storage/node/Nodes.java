package almanac.storage.node;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The nodes on this database, and the messages between them.
@Singleton
public class Nodes {
    private static final Logger LOG = Logger.getLogger(Nodes.class);

    /// How long a stop waits until the node has left the table.
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final NodeTable table;
    private final Channels channels;
    private final DatabaseTime time;
    private final NodeConfig config;
    private final Vertx vertx;
    private volatile boolean hasOthers;
    private volatile long beat;

    Nodes(NodeTable table, Channels channels, DatabaseTime time, NodeConfig config, Vertx vertx) {
        this.table = table;
        this.channels = channels;
        this.time = time;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        on(Topic.NODE, _ -> begin(report()));
        channels.start();
        begin(report().chain(() -> channels.send(Topic.NODE, table.own())));
        beat = vertx.setPeriodic(
                config.heartbeat().toMillis(), _ -> begin(time.measure().chain(this::report)));
    }

    /// Leaves before other beans stop: the pool is still open.
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        var _ = vertx.cancelTimer(beat);
        channels.stop();
        try {
            var _ = table.leave()
                    .chain(() -> channels.send(Topic.NODE, table.own()))
                    .subscribeAsCompletionStage()
                    .orTimeout(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException failure) {
            LOG.debug("The other nodes find out by themselves that this one has stopped", failure);
        }
    }

    /// All running nodes, the oldest first.
    public Uni<List<Node>> all() {
        return table.running();
    }

    /// Whether another node is running, as of the last heartbeat or message.
    public boolean hasOthers() {
        return hasOthers;
    }

    /// Tells all other nodes something. Does nothing while there are none. A message may get lost.
    public Uni<Void> tell(Topic topic, String text) {
        return hasOthers
                ? channels.send(topic, table.own() + ' ' + text)
                : Uni.createFrom().voidItem();
    }

    /// Calls a listener with each message of other nodes. After a lost connection it is called with an empty
    /// text, since messages may have been lost.
    public void on(Topic topic, Consumer<String> listener) {
        channels.on(topic, message -> {
            if (!message.startsWith(table.own())) {
                listener.accept(message.substring(message.indexOf(' ') + 1));
            }
        });
    }

    private static void begin(Uni<Void> work) {
        work.subscribe()
                .with(
                        _ -> {},
                        failure -> LOG.debug("The database cannot be asked now; the next beat follows", failure));
    }

    private Uni<Void> report() {
        return table.report(time.skewMillis())
                .invoke(others -> hasOthers = others > 0)
                .replaceWithVoid();
    }
}

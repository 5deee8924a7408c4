package almanac.log.tail;

import almanac.log.change.LogConfig;
import almanac.storage.database.Transactions;
import almanac.storage.node.Nodes;
import almanac.storage.node.Topic;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/// Wakes the log tail: after each write of this node, when another node announces a write, and at intervals,
/// since the message of another node may get lost.
@Singleton
class LogPoll {
    private final LogTail tail;
    private final LogConfig config;
    private final Transactions transactions;
    private final Nodes nodes;
    private final Vertx vertx;

    LogPoll(LogTail tail, LogConfig config, Transactions transactions, Nodes nodes, Vertx vertx) {
        this.tail = tail;
        this.config = config;
        this.transactions = transactions;
        this.nodes = nodes;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) throws SQLException {
        tail.start();
        var announcer = new WriteAnnouncer(
                () -> nodes.tell(Topic.CHANGE, ""), config.announce().toMillis(), vertx);
        transactions.onEnd(tail::wake);
        transactions.onEnd(() -> {
            if (nodes.hasOthers()) {
                announcer.announce();
            }
        });
        nodes.on(Topic.CHANGE, _ -> tail.wake());
        vertx.setPeriodic(config.pollInterval().toMillis(), timer -> tail.wake());
    }

    void stop(@Observes ShutdownEvent event) {
        tail.stop();
    }
}

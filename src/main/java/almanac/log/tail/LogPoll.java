package almanac.log.tail;

import almanac.log.change.LogConfig;
import almanac.storage.database.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/// Wakes the log tail: after each write of this node, and at intervals for writes of other nodes.
@Singleton
class LogPoll {
    private final LogTail tail;
    private final LogConfig config;
    private final Transactions transactions;
    private final Vertx vertx;

    LogPoll(LogTail tail, LogConfig config, Transactions transactions, Vertx vertx) {
        this.tail = tail;
        this.config = config;
        this.transactions = transactions;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) throws SQLException {
        tail.start();
        transactions.onEnd(tail::wake);
        vertx.setPeriodic(config.pollInterval().toMillis(), timer -> tail.wake());
    }

    void stop(@Observes ShutdownEvent event) {
        tail.stop();
    }
}

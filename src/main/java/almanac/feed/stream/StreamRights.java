package almanac.feed.stream;

import almanac.access.token.FeedTokens;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Ends the streams whose tokens were revoked on any node.
@Singleton
public class StreamRights {
    private final Streams streams;
    private final FeedTokens tokens;
    private final FeedConfig config;
    private final Vertx vertx;

    StreamRights(Streams streams, FeedTokens tokens, FeedConfig config, Vertx vertx) {
        this.streams = streams;
        this.tokens = tokens;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(config.rightsCheck().toMillis(), timer -> check());
    }

    /// Checks all open streams once.
    public void check() {
        var callers = streams.callers();
        if (callers.isEmpty()) {
            return;
        }
        tokens.revokedAmong(callers).subscribe().with(streams::end, failure -> {
            // The database is unavailable; the next check follows.
        });
    }
}

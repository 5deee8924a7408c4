package almanac.feed.stream;

import almanac.access.token.FeedTokens;
import almanac.access.token.Revocations;
import almanac.access.token.Revocations.Revoked;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/// Ends the streams whose tokens were revoked on any node: when it is told, and at intervals.
@Singleton
public class StreamRights {
    private final Streams streams;
    private final FeedTokens tokens;
    private final Revocations revocations;
    private final FeedConfig config;
    private final Vertx vertx;

    StreamRights(Streams streams, FeedTokens tokens, Revocations revocations, FeedConfig config, Vertx vertx) {
        this.streams = streams;
        this.tokens = tokens;
        this.revocations = revocations;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        revocations.follow(this::hear);
        vertx.setPeriodic(config.rightsCheck().toMillis(), timer -> check());
    }

    private void hear(Revoked revoked) {
        switch (revoked) {
            case Revoked.AccessTokens _, Revoked.FeedToken _ ->
                streams.end(streams.callers().stream().filter(revoked::ends).collect(Collectors.toSet()));
            case Revoked.Unknown() -> check();
        }
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

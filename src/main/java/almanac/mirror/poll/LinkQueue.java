package almanac.mirror.poll;

import almanac.feed.stream.Watchers;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.link.UpstreamConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/// The links that are due: those that are watched often, all others seldom.
@Singleton
class LinkQueue {
    private static final Logger LOG = Logger.getLogger(LinkQueue.class);
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Links links;
    private final Watchers watchers;
    private final UpstreamConfig.Poll config;
    private final Clock clock;

    LinkQueue(Links links, Watchers watchers, UpstreamConfig config, Clock clock) {
        this.links = links;
        this.watchers = watchers;
        this.config = config.poll();
        this.clock = clock;
    }

    /// Takes links for a turn; none where the database cannot be asked now.
    Uni<List<Link>> claim() {
        // What would be due before the next tick is due now: the interval is the longest there may be.
        var watchedBefore =
                clock.millis() - config.watched().toMillis() + config.tick().toMillis();
        return links.claim(LEASE.toMillis(), watchedBefore, watchers.watched(), config.concurrency())
                .onFailure()
                .invoke(failure -> LOG.debug("The links cannot be read now; the next tick tries again", failure))
                .onFailure()
                .recoverWithItem(List.of());
    }

    /// Whether a client has a stream of the account open.
    boolean isWatched(Link link) {
        return watchers.isWatched(link.zuid());
    }
}

package almanac.mirror.poll;

import almanac.feed.stream.Watchers;
import almanac.mirror.client.OutwardQuota;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.link.UpstreamConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/// The links that are due: those that are watched often, all others seldom.
@Singleton
class LinkQueue {
    private static final Logger LOG = Logger.getLogger(LinkQueue.class);

    /// How long a turn is without being renewed. After this time another node takes the links of one that died.
    static final Duration LEASE = Duration.ofSeconds(30);

    /// The interval at which turns are renewed.
    static final Duration RENEWAL = Duration.ofSeconds(10);

    private final Links links;
    private final Watchers watchers;
    private final UpstreamConfig.Poll config;
    private final Links.Pace pace;

    LinkQueue(Links links, Watchers watchers, UpstreamConfig config) {
        this.links = links;
        this.watchers = watchers;
        this.config = config.poll();
        // What would be due before the next tick is due now: the interval is the longest there may be.
        var watched = config.poll().watched().minus(config.poll().tick());
        this.pace = new Links.Pace(
                LEASE, watched, TurnEnd.longestPause(config.poll()), OutwardQuota.longestLock(config.quota()));
    }

    /// Takes links for a turn; none where the database cannot be asked now.
    Uni<List<Link>> claim() {
        return links.claim(pace, watchers.watched(), config.concurrency())
                .onFailure()
                .invoke(failure -> LOG.debug("The links cannot be read now; the next tick tries again", failure))
                .onFailure()
                .recoverWithItem(List.of());
    }

    /// Renews the turns of links. One that is over stays over.
    Uni<Void> renew(Collection<Link> links) {
        return this.links
                .renew(links, LEASE)
                .onFailure()
                .invoke(failure -> LOG.debug("The turns cannot be renewed now; the next time tries again", failure))
                .onFailure()
                .recoverWithNull();
    }

    /// Whether a client has a stream of the account open.
    boolean isWatched(Link link) {
        return watchers.isWatched(link.zuid());
    }
}

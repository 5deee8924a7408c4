package almanac.mirror.poll;

import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.link.Skipped;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.link.UpstreamException.Throttled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// What becomes of a link after its turn: when it is due again, and whether its calendars are shown as
/// behind.
@Singleton
class TurnEnd {
    private static final Logger LOG = Logger.getLogger(TurnEnd.class);
    private static final double SPREAD = 0.1;

    private final Links links;
    private final BehindMark mark;
    private final MirrorMeters meters;
    private final UpstreamConfig.Poll config;
    private final Clock clock;
    private final RandomGenerator random = new Random();

    TurnEnd(Links links, BehindMark mark, MirrorMeters meters, UpstreamConfig config, Clock clock) {
        this.links = links;
        this.mark = mark;
        this.meters = meters;
        this.config = config.poll();
        this.clock = clock;
    }

    /// How long a link waits for its next turn at most, unless the remote service has locked a call.
    static Duration longestPause(UpstreamConfig.Poll config) {
        var usual = config.idle().compareTo(config.longest()) > 0 ? config.idle() : config.longest();
        var spread = Duration.ofMillis((long) Math.ceil(usual.toMillis() * (1 + SPREAD)));
        return spread.compareTo(config.behindAfter()) > 0 ? spread : config.behindAfter();
    }

    /// The round went well.
    ///
    /// @param skipped what it has passed over
    Uni<Void> succeeded(Link link, List<Skipped> skipped) {
        var marked = link.isBehind() ? mark.set(link, null) : Uni.createFrom().voidItem();
        return marked.chain(() -> links.succeeded(
                        link, clock.millis() + varied(config.idle().toMillis()), skipped))
                .invoke(held -> {
                    if (held) {
                        meters.succeeded(link.zuid());
                    }
                })
                .replaceWithVoid();
    }

    /// A quota that is used up by itself is no trouble; a lock that the remote service has put on is.
    Uni<Void> failed(Link link, Throwable failure) {
        var now = clock.millis();
        if (failure instanceof Throttled throttled
                && throttled.until() - now < config.behindAfter().toMillis()) {
            return links.postponed(link, throttled.until()).replaceWithVoid();
        }
        var trouble = trouble(link, failure);
        var last = Math.max(link.succeededAt(), link.linkedAt());
        var isBehind = now - last > config.behindAfter().toMillis();
        var marked = isBehind && !link.isBehind()
                ? mark.set(link, last)
                : Uni.createFrom().voidItem();
        return marked.chain(() -> links.failed(link, dueAt(link, trouble, now), isBehind, trouble))
                .replaceWithVoid();
    }

    private long dueAt(Link link, UpstreamException trouble, long now) {
        var pause = Math.min(config.longest().toMillis(), config.watched().toMillis() << Math.min(16, link.failures()));
        return trouble instanceof Throttled throttled ? throttled.until() : now + varied(pause);
    }

    private static UpstreamException trouble(Link link, Throwable failure) {
        if (failure instanceof UpstreamException known) {
            LOG.debugf("Account %d: the remote service %s", link.zuid(), known.getMessage());
            return known;
        }
        LOG.warnf(failure, "Account %d could not be mirrored", link.zuid());
        return UpstreamException.here(failure.getClass().getSimpleName());
    }

    private long varied(long millis) {
        return (long) (millis * random.nextDouble(1 - SPREAD, 1 + SPREAD));
    }
}

package almanac.mirror.poll;

import almanac.mirror.link.Links;
import almanac.mirror.state.MirrorStore;
import almanac.storage.database.Sweep;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/// What the mirror does by the clock, beside its rounds.
@Singleton
class MirrorUpkeep {
    private static final Logger LOG = Logger.getLogger(MirrorUpkeep.class);
    private static final Duration GONE_KEPT = Duration.ofHours(1);
    private static final String DELETIONS = "remote-deletions";

    private final Links links;
    private final MirrorStore store;
    private final MirrorMeters meters;
    private final Clock clock;

    MirrorUpkeep(Links links, MirrorStore store, MirrorMeters meters, Clock clock) {
        this.links = links;
        this.store = store;
        this.meters = meters;
        this.clock = clock;
    }

    /// Takes in how every link stands, whichever node has served it.
    @Scheduled(every = "15s", delayed = "15s", identity = "mirror-meters")
    Uni<Void> meter() {
        return links.all()
                .invoke(meters::know)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.debug("How the links stand is not known for now", failure))
                .onFailure()
                .recoverWithNull();
    }

    /// Forgets deletions that no list can bring back any more.
    @Scheduled(every = "1h", delayed = "1h", identity = DELETIONS)
    Uni<Void> forgetGone() {
        return Sweep.orNextTime(DELETIONS, store.forgetGone(clock.millis() - GONE_KEPT.toMillis()));
    }
}

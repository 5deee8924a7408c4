package almanac.mirror.poll;

import almanac.calendar.store.CalendarMirror;
import almanac.feed.stream.Watchers;
import almanac.mirror.link.Link;
import almanac.mirror.link.Links;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.link.UpstreamException;
import almanac.mirror.link.UpstreamException.Throttled;
import almanac.mirror.state.MirrorStore;
import almanac.storage.database.Transactions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The pipeline: links whose turn it is, a bounded number of them at once, each asked and written down
/// in a stream of its own, and put back with the time of its next turn.
///
/// Whoever is slow or away fills one of many places for as long as its calls may take, and is asked
/// ever more seldom; what the database cannot take in holds back the asking.
@Singleton
class Mirror {
    private static final Logger LOG = Logger.getLogger(Mirror.class);
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Duration GONE_KEPT = Duration.ofHours(1);
    private static final Duration METERED = Duration.ofSeconds(15);
    private static final double SPREAD = 0.1;

    private final Links links;
    private final Round round;
    private final CalendarRound calendarRound;
    private final Watchers watchers;
    private final CalendarMirror calendars;
    private final Transactions transactions;
    private final MirrorStore store;
    private final MirrorMeters meters;
    private final UpstreamConfig.Poll config;
    private final Clock clock;
    private final Vertx vertx;
    private final RandomGenerator random = new Random();
    private @Nullable Cancellable running;

    Mirror(
            Links links,
            Round round,
            CalendarRound calendarRound,
            Watchers watchers,
            CalendarMirror calendars,
            Transactions transactions,
            MirrorStore store,
            MirrorMeters meters,
            UpstreamConfig config,
            Clock clock,
            Vertx vertx) {
        this.links = links;
        this.round = round;
        this.calendarRound = calendarRound;
        this.watchers = watchers;
        this.calendars = calendars;
        this.transactions = transactions;
        this.store = store;
        this.meters = meters;
        this.config = config.poll();
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        running = Multi.createFrom()
                .ticks()
                .every(config.tick())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> claim())
                .onItem()
                .<Link>disjoint()
                .onItem()
                .transformToUni(this::visit)
                .merge(config.concurrency())
                .subscribe()
                .with(done -> {}, failure -> LOG.error("The mirror has stopped", failure));
        var _ = vertx.setPeriodic(GONE_KEPT.toMillis(), timer -> forgetGone());
        var _ = vertx.setPeriodic(METERED.toMillis(), timer -> meter());
    }

    void stop(@Observes ShutdownEvent event) {
        if (running != null) {
            running.cancel();
        }
    }

    private Uni<List<Link>> claim() {
        // Whose turn would come before the next tick has it now: the interval is the longest there may be.
        var watchedBefore =
                clock.millis() - config.watched().toMillis() + config.tick().toMillis();
        return links.claim(LEASE.toMillis(), watchedBefore, watchers.watched(), config.concurrency())
                .onFailure()
                .invoke(failure -> LOG.debug("The links cannot be read now; the next tick tries again", failure))
                .onFailure()
                .recoverWithItem(List.of());
    }

    /// One link's turn, on a context of its own: what it reads and writes shares nothing with another.
    private Uni<Void> visit(Link link) {
        var context = Objects.requireNonNull(
                VertxContext.createNewDuplicatedContext(((VertxInternal) vertx).createEventLoopContext()));
        // Nobody else works on it, which sessions of Hibernate Reactive ask for.
        VertxContextSafetyToggle.setContextSafe(context, true);
        return Uni.createFrom()
                .deferred(() -> round.run(link, watchers.isWatched(link.zuid()))
                        .chain(() -> succeeded(link))
                        .onFailure()
                        .recoverWithUni(failure -> failed(link, failure)))
                .runSubscriptionOn(task -> context.runOnContext(_ -> task.run()))
                .onFailure()
                .invoke(failure -> LOG.warnf("Account %d: the mirror lost its turn: %s", link.zuid(), failure))
                .onFailure()
                .recoverWithNull();
    }

    private Uni<Void> succeeded(Link link) {
        meters.succeeded(link.zuid());
        return mark(link, link.isBehind(), null)
                .chain(() -> links.succeeded(
                        link, clock.millis() + varied(config.idle().toMillis())));
    }

    /// A quota that is used up by itself is no trouble; a lock that the other side has put on is.
    private Uni<Void> failed(Link link, Throwable failure) {
        calendarRound.forget(link.zuid());
        var now = clock.millis();
        if (failure instanceof Throttled throttled
                && throttled.until() - now < config.behindAfter().toMillis()) {
            return links.postponed(link, throttled.until());
        }
        var trouble = trouble(link, failure);
        var pause = Math.min(config.longest().toMillis(), config.watched().toMillis() << Math.min(16, link.failures()));
        var dueAt = trouble instanceof Throttled throttled ? throttled.until() : now + varied(pause);
        var last = Math.max(link.succeededAt(), link.linkedAt());
        var isBehind = now - last > config.behindAfter().toMillis();
        return mark(link, isBehind && !link.isBehind(), last).chain(() -> links.failed(link, dueAt, isBehind, trouble));
    }

    private static UpstreamException trouble(Link link, Throwable failure) {
        if (failure instanceof UpstreamException known) {
            LOG.debugf("Account %d: the other side %s", link.zuid(), known.getMessage());
            return known;
        }
        LOG.warnf(failure, "Account %d could not be mirrored", link.zuid());
        return UpstreamException.here(failure.getClass().getSimpleName());
    }

    private Uni<Void> mark(Link link, boolean needed, @Nullable Long since) {
        return needed
                ? transactions.writeLong(session -> calendars.mark(session, link.zuid(), since))
                : Uni.createFrom().voidItem();
    }

    private void meter() {
        links.all()
                .subscribe()
                .with(meters::know, failure -> LOG.debug("How the links stand is not known for now", failure));
    }

    private void forgetGone() {
        store.forgetGone(clock.millis() - GONE_KEPT.toMillis())
                .subscribe()
                .with(done -> {}, failure -> LOG.debug("Old deletions stay for now", failure));
    }

    private long varied(long millis) {
        return (long) (millis * random.nextDouble(1 - SPREAD, 1 + SPREAD));
    }
}

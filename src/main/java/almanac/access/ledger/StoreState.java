package almanac.access.ledger;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Whether the shared store can be reached. It is away after 5 of the last 10 questions have failed, and is
/// then asked by a probe every 250 ms until it answers. No request waits for it meanwhile.
@Singleton
class StoreState {
    private static final Logger LOG = Logger.getLogger(StoreState.class);
    private static final int OUTCOMES = 10;
    private static final int FAILURES = 5;
    private static final long PROBE_MILLIS = 250;
    private static final Duration PROBE_LIMIT = Duration.ofMillis(500);

    private final Queue<Boolean> outcomes = new ArrayDeque<>();
    private final Vertx vertx;
    private final StoreConfig config;
    private volatile boolean isAway;

    StoreState(Vertx vertx, StoreConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        if (config.kind() != StoreConfig.Kind.MEMORY) {
            gauge(meters, "reached", false);
            gauge(meters, "away", true);
        }
    }

    private void gauge(MeterRegistry meters, String state, boolean away) {
        Gauge.builder("almanac.quota.store", this, store -> store.isAway == away ? 1 : 0)
                .description("The state of the store of the quota: 1 for the one that it is in")
                .tag("state", state)
                .register(meters);
    }

    /// The store is away, or a question to it has failed.
    static final class StoreAway extends RuntimeException {
        StoreAway() {
            super("the store of the quota is away", null, false, false);
        }
    }

    /// Asks the store. Fails at once while it is away. A question that has failed is not repeated: the store
    /// may have counted it.
    <T> Uni<T> ask(SharedStore store, Supplier<Uni<T>> question) {
        if (isAway) {
            return Uni.createFrom().failure(new StoreAway());
        }
        return Uni.createFrom()
                .deferred(question::get)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onItem()
                .invoke(this::succeed)
                .onFailure()
                .invoke(failure -> fail(store, failure));
    }

    /// Whether the store is away.
    boolean isAway() {
        return isAway;
    }

    private void succeed() {
        var _ = note(true);
    }

    private void fail(SharedStore store, Throwable failure) {
        if (note(false)) {
            LOG.warnf(
                    "The store of the quota (%s) is away, and %s: %s",
                    config.kind(),
                    switch (config.whenAway()) {
                        case LOCAL -> "this node counts its own requests";
                        case CLOSED -> "requests that are counted are refused";
                    },
                    failure);
            probeLater(store);
        }
    }

    /// Notes the outcome of a question.
    ///
    /// @return whether the store is away from now on, and was not before
    private synchronized boolean note(boolean success) {
        if (isAway) {
            return false;
        }
        outcomes.add(success);
        if (outcomes.size() > OUTCOMES) {
            outcomes.remove();
        }
        isAway = outcomes.stream().filter(each -> !each).count() >= FAILURES;
        return isAway;
    }

    private void probeLater(SharedStore store) {
        var _ = vertx.setTimer(PROBE_MILLIS, _ -> probe(store));
    }

    private void probe(SharedStore store) {
        Uni.createFrom()
                .deferred(store::probe)
                .ifNoItem()
                .after(PROBE_LIMIT)
                .fail()
                .subscribe()
                .with(_ -> comeBack(), _ -> probeLater(store));
    }

    private synchronized void comeBack() {
        outcomes.clear();
        isAway = false;
        LOG.warnf("The store of the quota (%s) is back", config.kind());
    }
}

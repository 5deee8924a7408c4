package almanac.access.quota;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/// Counts the running and waiting requests of each user on this node.
@Singleton
class Bulkheads {
    private final Map<Long, Places> users = new HashMap<>();
    private final QuotaConfig config;
    private final Vertx vertx;
    private final Counter refused;

    Bulkheads(QuotaConfig config, Vertx vertx, MeterRegistry registry) {
        this.config = config;
        this.vertx = vertx;
        this.refused = Counter.builder("almanac.bulkhead.refused")
                .description("Requests that were refused because their user had too many running")
                .register(registry);
        Gauge.builder("almanac.bulkhead.users", this, Bulkheads::users)
                .description("Users with running requests")
                .register(registry);
    }

    /// The running and waiting requests of a user.
    private static final class Places {
        private final Queue<Ticket> waiting = new ArrayDeque<>();
        private int taken;
    }

    /// A request of a user.
    final class Ticket {
        private final long zuid;
        private final Consumer<Boolean> decided;
        private boolean isIn;

        private Ticket(long zuid, Consumer<Boolean> decided) {
            this.zuid = zuid;
            this.decided = decided;
        }

        /// Takes a place; false if all places are taken.
        boolean enter() {
            return take(this);
        }

        /// Waits for a place, for up to `almanac.quota.at-once-patience`. The queue has as many places as may
        /// run at once.
        void await() {
            switch (queue(this)) {
                case IN -> decided.accept(true);
                case WAITING -> vertx.setTimer(config.atOncePatience().toMillis(), _ -> giveUp(this));
                case FULL -> refuse(this);
            }
        }

        /// Releases the place, or leaves the queue.
        void leave() {
            next(this).ifPresent(next -> next.decided.accept(true));
        }
    }

    /// Whether running requests are limited.
    boolean isOn() {
        return config.enabled();
    }

    /// A new request, which has no place yet.
    ///
    /// @param decided called after [Ticket#await()] with whether the request got a place; the request has to
    ///     leave either way
    Ticket ticket(long zuid, Consumer<Boolean> decided) {
        return new Ticket(zuid, decided);
    }

    private enum Place {
        IN,
        WAITING,
        FULL
    }

    private synchronized boolean take(Ticket ticket) {
        var places = places(ticket);
        ticket.isIn = places.taken < config.atOnce();
        places.taken += ticket.isIn ? 1 : 0;
        return ticket.isIn;
    }

    private synchronized Place queue(Ticket ticket) {
        if (take(ticket)) {
            return Place.IN;
        }
        var waiting = places(ticket).waiting;
        return waiting.size() < config.atOnce() && waiting.add(ticket) ? Place.WAITING : Place.FULL;
    }

    private Places places(Ticket ticket) {
        return users.computeIfAbsent(ticket.zuid, _ -> new Places());
    }

    private void giveUp(Ticket ticket) {
        if (remove(ticket)) {
            refuse(ticket);
        }
    }

    private synchronized boolean remove(Ticket ticket) {
        var places = users.get(ticket.zuid);
        return places != null && places.waiting.remove(ticket);
    }

    private void refuse(Ticket ticket) {
        refused.increment();
        ticket.decided.accept(false);
    }

    /// Passes the place of a request to the next one in the queue.
    private synchronized Optional<Ticket> next(Ticket left) {
        var places = users.get(left.zuid);
        if (places == null || places.waiting.remove(left) || !left.isIn) {
            return Optional.empty();
        }
        left.isIn = false;
        var next = Optional.ofNullable(places.waiting.poll());
        next.ifPresentOrElse(ticket -> ticket.isIn = true, () -> places.taken--);
        if (places.taken == 0) {
            users.remove(left.zuid);
        }
        return next;
    }

    private synchronized int users() {
        return users.size();
    }
}

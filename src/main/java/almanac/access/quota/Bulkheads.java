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

/// How many requests each user has under way on this node, and those that wait for a place.
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
                .description("Requests that were refused because their user had too many under way")
                .register(registry);
        Gauge.builder("almanac.bulkhead.users", this, Bulkheads::users)
                .description("Users with requests under way")
                .register(registry);
    }

    /// The places of a user.
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

        /// Takes a place where there is one.
        boolean enter() {
            return take(this);
        }

        /// Waits for a place: as many wait as may be under way, for `almanac.quota.at-once-patience`.
        void await() {
            switch (queue(this)) {
                case IN -> decided.accept(true);
                case WAITING -> vertx.setTimer(config.atOncePatience().toMillis(), _ -> giveUp(this));
                case FULL -> refuse(this);
            }
        }

        /// Counts the request out, or takes it off the queue.
        void leave() {
            next(this).ifPresent(next -> next.decided.accept(true));
        }
    }

    /// Whether requests are bounded.
    boolean isOn() {
        return config.enabled();
    }

    /// A request that is to be counted in.
    ///
    /// @param decided told whether it got a place, if it has to wait for one; whatever it is told, it has to
    ///     leave
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

    /// Gives the place of a request to the next that waits.
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

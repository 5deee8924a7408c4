package almanac.mirror.poll;

import almanac.mirror.link.Link;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// How the mirror is doing, in numbers.
@Singleton
public class MirrorMeters {
    private static final double MILLIS = 1000;

    private final Clock clock;
    private final Counter changes;
    /// When each link was last mirrored whole, in epoch ms.
    private final Map<Long, Long> current = new ConcurrentHashMap<>();

    MirrorMeters(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        this.changes = Counter.builder("almanac.upstream.changes")
                .description("Remote events that were written down as they were heard")
                .register(meters);
        Gauge.builder("almanac.upstream.links", current, Map::size)
                .description("Accounts that are linked with a remote one")
                .register(meters);
        Gauge.builder("almanac.upstream.lag", this, MirrorMeters::lag)
                .baseUnit("seconds")
                .description("How long ago the link that is furthest behind was last mirrored")
                .register(meters);
    }

    /// Events were written down.
    void changed(int count) {
        changes.increment(count);
    }

    /// Takes in how every link stands, whichever node has served it.
    void know(List<Link> links) {
        var zuids = links.stream().map(Link::zuid).collect(Collectors.toSet());
        current.keySet().retainAll(zuids);
        links.forEach(link ->
                current.merge(link.zuid(), link.succeededAt() == 0 ? link.linkedAt() : link.succeededAt(), Math::max));
    }

    void succeeded(long zuid) {
        current.put(zuid, clock.millis());
    }

    public void forget(long zuid) {
        current.remove(zuid);
    }

    int links() {
        return current.size();
    }

    /// The longest lag of all links, in seconds.
    double lag() {
        var now = clock.millis();
        return current.values().stream().mapToLong(last -> now - last).max().orElse(0) / MILLIS;
    }
}

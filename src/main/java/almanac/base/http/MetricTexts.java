package almanac.base.http;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gives the meters of libraries names and help texts that `promtool check metrics` accepts: names in lower
/// case, and a help text for each. The texts have no quotes, which the two formats of Prometheus escape
/// differently.
@Singleton
class MetricTexts implements MeterFilter {
    private static final Map<String, String> NAMES = Map.of(
            "ft.bulkhead.executionsRunning", "ft.bulkhead.executions.running",
            "ft.bulkhead.executionsWaiting", "ft.bulkhead.executions.waiting",
            "ft.bulkhead.runningDuration", "ft.bulkhead.running.duration",
            "ft.bulkhead.waitingDuration", "ft.bulkhead.waiting.duration",
            "ft.timeout.executionDuration", "ft.timeout.execution.duration",
            "system.cpu.count", "system.cpus");

    private static final String PORT = "server.port";
    private static final String RATE_LIMIT = "ft.ratelimit.calls.total";

    /// Left out: it counts nanoseconds, where Prometheus uses seconds. `process.cpu.usage` has the same
    /// information.
    private static final Set<String> UNWANTED = Set.of("process.cpu.time");

    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("ft.bulkhead.calls", "Calls of methods with a bulkhead, by result"),
            Map.entry("ft.bulkhead.executions.running", "Running calls of methods with a bulkhead"),
            Map.entry("ft.bulkhead.executions.waiting", "Queued calls of methods with a bulkhead"),
            Map.entry("ft.bulkhead.running.duration", "Run time of methods with a bulkhead"),
            Map.entry("ft.bulkhead.waiting.duration", "Time in the queue of methods with a bulkhead"),
            Map.entry("ft.circuitbreaker.calls", "Calls of methods with a circuit breaker, by result"),
            Map.entry("ft.circuitbreaker.opened", "Number of times a circuit breaker has opened"),
            Map.entry("ft.circuitbreaker.state.current", "Whether a circuit breaker is in a state: 1 or 0"),
            Map.entry("ft.circuitbreaker.state.total", "Time that a circuit breaker was in a state"),
            Map.entry("ft.invocations", "Calls of methods with fault tolerance, by result"),
            Map.entry("ft.ratelimit.calls", "Calls of methods with a rate limit, by result"),
            Map.entry("ft.timeout.calls", "Calls of methods with a time limit, by whether they timed out"),
            Map.entry("ft.timeout.execution.duration", "Run time of methods with a time limit"),
            Map.entry("ft.timer.scheduled", "Tasks scheduled in the timer of fault tolerance"),
            Map.entry("http.server.active.requests", "Running requests"),
            Map.entry("netty.allocator.memory.pinned", "Memory of buffers that are in use"),
            Map.entry("netty.allocator.memory.used", "Memory that an allocator of buffers holds"),
            Map.entry("netty.allocator.pooled.arenas", "Arenas of an allocator of buffers"),
            Map.entry("netty.allocator.pooled.cache.size", "Size of a cache of an allocator of buffers"),
            Map.entry("netty.allocator.pooled.chunk.size", "Size of the chunks of an allocator of buffers"),
            Map.entry("netty.allocator.pooled.threadlocal.caches", "Threads that have a cache of buffers"),
            Map.entry("netty.eventexecutor.tasks.pending", "Tasks that wait for an event loop"));

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return UNWANTED.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        var name = name(id.getName());
        return new Meter.Id(name, tags(id), id.getBaseUnit(), text(id, name), id.getType());
    }

    /// SmallRye registers the admitted calls of a rate limit with the tag of a bulkhead, and the refused ones
    /// with the tag of a rate limit. Prometheus allows one set of tags for a name, so every call would fail.
    ///
    /// The port is left out: Vert.x registers it only for a server whose port is not chosen by the system, and a
    /// second server of the other kind would not start.
    private static Tags tags(Meter.Id id) {
        return Tags.of(id.getTags().stream()
                .filter(tag -> !tag.getKey().equals(PORT))
                .map(tag -> id.getName().equals(RATE_LIMIT) && tag.getKey().equals("bulkheadResult")
                        ? Tag.of("rateLimitResult", tag.getValue())
                        : tag)
                .toList());
    }

    private static String name(String given) {
        return NAMES.getOrDefault(given, given);
    }

    private static String text(Meter.Id id, String name) {
        return Optional.ofNullable(id.getDescription())
                .filter(text -> !text.isBlank())
                .map(text -> text.replace('"', '\''))
                .orElseGet(() -> TEXTS.getOrDefault(name, words(name)));
    }

    /// The help text made of the name, where a library gives none.
    private static String words(String name) {
        var words = name.replace('.', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}

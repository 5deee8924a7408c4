package almanac.access.quota;

import almanac.access.ledger.Counts;
import almanac.access.ledger.QuotaKey;
import almanac.access.token.Caller;
import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts requests by user and call, and reports the usage.
@Singleton
class Quotas {
    private final Counts counts;
    private final QuotaConfig config;
    private final List<QuotaExemption> exemptions;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    Quotas(Counts counts, QuotaConfig config, Instance<QuotaExemption> exemptions, MeterRegistry meters, Clock clock) {
        this.exemptions = exemptions.stream().toList();
        this.counts = counts;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
    }

    /// A call with its limits and its meters.
    private record Call(Limits limits, Counter admitted, Counter refused, Counter returned) {}

    /// The usage of a call by a user, as in GET /quota.
    ///
    /// @param call the name of the call
    /// @param limit the number of requests within the window
    /// @param windowMillis the window, in ms
    /// @param used requests within the window
    /// @param remaining how many further requests are admitted now
    /// @param lockedUntil when the lock ends, in epoch ms; null where there is none
    record State(
            String call,
            int limit,
            @JsonProperty("window_ms") long windowMillis,
            int used,
            int remaining,

            @JsonProperty("locked_until") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            Long lockedUntil) {}

    /// Whether requests are counted.
    boolean isOn() {
        return config.enabled();
    }

    /// Whether a request for a stream is exempt.
    boolean isFree(ContainerRequestContext stream) {
        return exemptions.stream().anyMatch(exemption -> exemption.isFree(stream));
    }

    Limits limits(String call) {
        return call(call).limits;
    }

    /// Counts a request of a caller, or refuses it.
    Uni<Decision> take(Caller caller, String name) {
        var call = call(name);
        return counts.take(new QuotaKey(caller.zuid(), name), call.limits).invoke(verdict -> count(call, verdict));
    }

    /// Removes a counted request that was not served.
    Uni<Void> giveBack(Caller caller, String name, Admitted counted) {
        var call = call(name);
        call.returned.increment();
        return counts.giveBack(new QuotaKey(caller.zuid(), name), call.limits, counted);
    }

    /// The names in the settings that are not calls.
    List<String> unknown(Set<String> names) {
        return config.calls().keySet().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .toList();
    }

    /// The usage of each call by a caller.
    Uni<List<State>> standings(Caller caller, Collection<String> names) {
        var limits = names.stream().collect(Collectors.toMap(name -> name, this::limits));
        return counts.look(caller.zuid(), limits)
                .map(usages -> names.stream()
                        .map(name -> state(name, usages.getOrDefault(name, QuotaUsage.FRESH)))
                        .toList());
    }

    private State state(String name, QuotaUsage usage) {
        var limits = limits(name);
        var locked = usage.lockedMillis() > 0;
        return new State(
                name,
                limits.limit(),
                limits.window(),
                usage.used(),
                locked ? 0 : Math.max(0, limits.limit() - usage.used()),
                locked ? Long.valueOf(clock.millis() + usage.lockedMillis()) : null);
    }

    private static void count(Call call, Decision verdict) {
        switch (verdict) {
            case Admitted _ -> call.admitted.increment();
            case Locked _, Full _, Away _ -> call.refused.increment();
        }
    }

    private Call call(String name) {
        return calls.computeIfAbsent(name, this::newCall);
    }

    private Call newCall(String name) {
        return new Call(
                config.of(name), counter(name, "admitted"), counter(name, "refused"), counter(name, "returned"));
    }

    private Counter counter(String call, String outcome) {
        return Counter.builder("almanac.quota.requests")
                .description("Requests that were counted, by call and outcome")
                .tag("call", call)
                .tag("outcome", outcome)
                .register(meters);
    }
}

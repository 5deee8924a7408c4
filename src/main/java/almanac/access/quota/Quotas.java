package almanac.access.quota;

import almanac.access.token.Caller;
import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Counts requests by user and call, and reports the usage.
@Singleton
class Quotas {
    private final QuotaStore store;
    private final QuotaConfig config;
    private final List<QuotaExemption> exemptions;
    private final MeterRegistry meters;
    private final Map<String, Call> calls = new ConcurrentHashMap<>();

    Quotas(QuotaStore store, QuotaConfig config, Instance<QuotaExemption> exemptions, MeterRegistry meters) {
        this.exemptions = exemptions.stream().toList();
        this.store = store;
        this.config = config;
        this.meters = meters;
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
        return store.take(new QuotaKey(caller.zuid(), name), call.limits).invoke(verdict -> count(call, verdict));
    }

    /// Removes a counted request that was not served.
    Uni<Void> giveBack(Caller caller, String name, Admitted counted) {
        call(name).returned.increment();
        return store.giveBack(new QuotaKey(caller.zuid(), name), counted);
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
        var states = names.stream().map(name -> standing(caller, name)).toList();
        return Uni.join().all(states).andFailFast();
    }

    private Uni<State> standing(Caller caller, String name) {
        var limits = limits(name);
        return store.look(new QuotaKey(caller.zuid(), name)).map(standing -> {
            var locked = standing.lockedUntil() > 0;
            var remaining = locked ? 0 : Math.max(0, limits.limit() - standing.used());
            return new State(
                    name,
                    limits.limit(),
                    limits.window(),
                    standing.used(),
                    remaining,
                    locked ? Long.valueOf(standing.lockedUntil()) : null);
        });
    }

    private static void count(Call call, Decision verdict) {
        switch (verdict) {
            case Admitted _ -> call.admitted.increment();
            case Locked _, Full _ -> call.refused.increment();
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

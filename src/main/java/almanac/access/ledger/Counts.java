package almanac.access.ledger;

import almanac.access.ledger.KnownLocks.Lock;
import almanac.access.ledger.StoreConfig.WhenAway;
import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Away;
import almanac.base.limit.Decision.Full;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Counts the requests of each user and call, in the store that is configured.
///
/// A known lock is refused without asking the store. With a shared store, a node also counts what it has
/// admitted itself, and continues from there while the store is away: then a user has the limit on each node.
@Singleton
public class Counts {
    /// A larger limit is counted by each node for itself: a decision reads and writes the time of each
    /// request of the window.
    static final int LARGEST_SHARED = 1_000;

    private final Optional<SharedStore> shared;
    private final MemoryStore memory;
    private final KnownLocks known;
    private final LockTable table;
    private final StoreState state;
    private final WhenAway whenAway;

    Counts(Stores stores, MemoryStore memory, KnownLocks known, LockTable table) {
        this.shared = stores.shared();
        this.state = stores.state();
        this.whenAway = stores.whenAway();
        this.memory = memory;
        this.known = known;
        this.table = table;
    }

    /// Counts a request, or refuses it. A lock that begins is stored before this ends, or 250 ms later.
    public Uni<Decision> take(QuotaKey key, Limits limits) {
        var lock = known.find(key);
        if (lock != null) {
            return refuse(key, lock);
        }
        return isShared(limits)
                ? ask(key, limits).chain(decision -> settle(key, decision))
                : settle(key, memory.take(key, limits));
    }

    private Uni<Decision> ask(QuotaKey key, Limits limits) {
        var store = shared.orElseThrow();
        return state.ask(store, () -> store.take(key, limits))
                .invoke(decision -> note(key, limits, decision))
                .onFailure()
                .recoverWithItem(() -> switch (whenAway) {
                    case LOCAL -> memory.take(key, limits);
                    case CLOSED -> new Away();
                });
    }

    private void note(QuotaKey key, Limits limits, Decision decision) {
        if (decision instanceof Admitted) {
            memory.note(key, limits);
        }
    }

    private Uni<Decision> settle(QuotaKey key, Decision decision) {
        return switch (decision) {
            case Locked(var millis) -> refuse(key, known.add(key, millis));
            case Admitted _, Full _, Away _ -> Uni.createFrom().item(decision);
        };
    }

    private Uni<Decision> refuse(QuotaKey key, Lock lock) {
        var refusal = new Locked(Math.max(1, lock.millis()));
        if (!lock.takesKeeping()) {
            return Uni.createFrom().item(refusal);
        }
        return table.keep(key, lock.millis()).invoke(lock::kept).replaceWith(refusal);
    }

    /// Removes a counted request that was not served.
    public Uni<Void> giveBack(QuotaKey key, Limits limits, Admitted counted) {
        if (memory.giveBack(key, counted) || !isShared(limits)) {
            return Uni.createFrom().voidItem();
        }
        memory.giveBackNewest(key);
        var store = shared.orElseThrow();
        return state.ask(store, () -> store.giveBack(key, counted.at()));
    }

    /// The usage of calls by a user, without counting a request. While the store is away it is what this node
    /// has counted.
    public Uni<Map<String, QuotaUsage>> look(long zuid, Map<String, Limits> calls) {
        if (shared.isEmpty()) {
            return Uni.createFrom().item(merge(zuid, calls, Map.of(), false));
        }
        var store = shared.get();
        return state.ask(store, () -> store.look(zuid, calls))
                .map(found -> merge(zuid, calls, found, true))
                .onFailure()
                .recoverWithItem(() -> merge(zuid, calls, Map.of(), false));
    }

    private Map<String, QuotaUsage> merge(
            long zuid, Map<String, Limits> calls, Map<String, QuotaUsage> found, boolean isFound) {
        var usages = new HashMap<String, QuotaUsage>();
        calls.forEach((call, limits) -> {
            var key = new QuotaKey(zuid, call);
            var usage = isFound && isShared(limits) ? found.getOrDefault(call, QuotaUsage.FRESH) : memory.look(key);
            var lock = known.find(key);
            usages.put(call, lock == null ? usage : usage.locked(lock.millis()));
        });
        return usages;
    }

    private boolean isShared(Limits limits) {
        return shared.isPresent() && limits.limit() <= LARGEST_SHARED;
    }
}

package almanac.access.ledger;

import almanac.storage.database.WarmUp;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/// The configured store and its state. Only that store is made.
@Singleton
class Stores implements WarmUp {
    private final Optional<SharedStore> shared;
    private final StoreState state;
    private final StoreConfig.WhenAway whenAway;

    Stores(StoreConfig config, StoreState state, Provider<DatabaseStore> database, Provider<RedisStore> redis) {
        this.state = state;
        this.whenAway = config.whenAway();
        this.shared = switch (config.kind()) {
            case MEMORY -> Optional.empty();
            case DATABASE -> Optional.of(database.get());
            case REDIS -> Optional.of(redis.get());
        };
    }

    /// The store that all nodes share; empty if each node counts for itself.
    Optional<SharedStore> shared() {
        return shared;
    }

    /// Reads the counts of nobody, which opens the first connection.
    @Override
    public Uni<?> warmUp() {
        return shared.<Uni<?>>map(store -> store.look(0, Map.of()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    /// Whether the shared store can be reached.
    StoreState state() {
        return state;
    }

    /// What is done while it cannot.
    StoreConfig.WhenAway whenAway() {
        return whenAway;
    }
}

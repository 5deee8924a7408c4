package almanac.access.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// Where requests are counted.
@ConfigMapping(prefix = "almanac.quota")
interface StoreConfig {
    /// What counts requests.
    enum Kind {
        /// The memory of each node, for itself.
        MEMORY,
        /// The database, for all its nodes together.
        DATABASE,
        /// Redis, for all nodes together.
        REDIS
    }

    /// What a node does while the database or Redis cannot be reached.
    enum WhenAway {
        /// It counts for itself.
        LOCAL,
        /// It refuses what is counted.
        CLOSED
    }

    /// What counts requests and streams: the memory of each node for itself (`memory`), or one count for all
    /// nodes, in the database or in Redis. Without a value it is `database` if `almanac.database.url` is set,
    /// and otherwise `memory`.
    Optional<Kind> store();

    /// What a node does while the database or Redis does not answer: it counts its own requests (`local`), or
    /// answers 503 `quota_unavailable` (`closed`).
    @WithDefault("local")
    WhenAway whenAway();

    /// How many pairs of user and call a node counts in memory at once, about 300 bytes each.
    @WithDefault("200000")
    int capacity();

    /// The store in the database.
    OfDatabase database();

    /// The store in Redis.
    OfRedis redis();

    /// The kind of the store.
    default Kind kind() {
        return store().orElse(Kind.MEMORY);
    }

    /// How long a decision of the store may take.
    default Duration timeout() {
        return kind() == Kind.REDIS ? redis().timeout() : database().timeout();
    }

    /// Settings of the store in the database.
    interface OfDatabase {
        /// How long the database may take for one decision.
        @WithDefault("500ms")
        Duration timeout();

        /// How many connections a node has for decisions, in addition to its other connections.
        @WithDefault("4")
        int pool();
    }

    /// Settings of the store in Redis.
    interface OfRedis {
        /// The server, as `redis://user:password@host:6379/0`, or `rediss://` for TLS. Required for `redis`.
        Optional<String> url();

        /// How long Redis may take for one decision.
        @WithDefault("50ms")
        Duration timeout();

        /// How many connections a node has. Up to 1,000 decisions wait for one.
        @WithDefault("16")
        int pool();
    }
}

package almanac.storage.node;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/// This process among the nodes of its database.
@ConfigMapping(prefix = "almanac.node")
interface NodeConfig {
    /// The name of the node in `GET /admin/nodes`. The preset is the name of the host, which is the name of the
    /// pod in Kubernetes.
    Optional<String> name();

    /// The interval at which a node reports itself to the database, and measures the difference of its clock.
    @WithDefault("10s")
    Duration heartbeat();

    /// How long a node counts as running after its last report.
    @WithDefault("30s")
    Duration goneAfter();
}

package almanac.storage.node;

import almanac.storage.database.Statements;
import io.smallrye.common.net.HostName;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// The table of the running nodes. Its times are those of the database.
///
/// Its statements do not pass the guard of the database: a node that refuses calls for overload still runs.
@Singleton
class NodeTable {
    /// A report from the future was written before the clock of the database went back, or by its predecessor.
    private static final String RUNNING = "seen_at between now.millis - $%d and now.millis + $%d";

    private static final String REPORT = "with now as materialized (select " + Statements.NOW + " millis),"
            + " gone as (delete from node where id in (select id from node, now where id <> $1 and not "
            + RUNNING.formatted(5, 5) + " for update of node skip locked)),"
            + " own as (insert into node (id, name, version, started_at, seen_at, skew_ms)"
            + " select $1, $2, $3, millis, millis, $4 from now"
            + " on conflict (id) do update set seen_at = excluded.seen_at, skew_ms = excluded.skew_ms)"
            + " select count(*) from node, now where id <> $1 and " + RUNNING.formatted(5, 5);
    private static final String ALL = "with now as materialized (select " + Statements.NOW + " millis)"
            + " select id, name, version, started_at, seen_at, skew_ms from node, now where "
            + RUNNING.formatted(1, 1) + " order by started_at, id";
    private static final String LEAVE = "delete from node where id = $1";

    private final Pool pool;
    private final UUID id = UUID.randomUUID();
    private final String name;
    private final String version;
    private final long goneAfter;

    NodeTable(Pool pool, NodeConfig config, @ConfigProperty(name = "quarkus.application.version") String version) {
        this.pool = pool;
        this.name = config.name().orElseGet(HostName::getHostName);
        this.version = version;
        this.goneAfter = config.goneAfter().toMillis();
    }

    /// The id of this node.
    String own() {
        return id.toString();
    }

    /// Writes that this node runs, and removes those that have not reported themselves for long.
    ///
    /// @param skewMillis how far the clock of the machine is ahead of the database
    /// @return how many others run
    Uni<Long> report(long skewMillis) {
        return pool.preparedQuery(REPORT)
                .execute(Tuple.of(id, name, version, skewMillis, goneAfter))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /// All running nodes, the oldest first.
    Uni<List<Node>> running() {
        return pool.preparedQuery(ALL)
                .execute(Tuple.of(goneAfter))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(this::node)
                        .toList());
    }

    /// Removes this node.
    Uni<Void> leave() {
        return pool.preparedQuery(LEAVE).execute(Tuple.of(id)).replaceWithVoid();
    }

    private Node node(Row row) {
        var found = row.getUUID(0);
        return new Node(
                found,
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                found.equals(id));
    }
}

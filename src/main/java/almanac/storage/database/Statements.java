package almanac.storage.database;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.hibernate.reactive.mutiny.impl.MutinyStatelessSessionImpl;
import org.hibernate.reactive.pool.impl.SqlClientConnection;

/// Runs prepared SQL statements on the driver, without Hibernate: each in its own transaction, or all in one.
public interface Statements {
    /// The time of the database as an SQL expression, in epoch ms.
    String NOW = "floor(extract(epoch from clock_timestamp()) * 1000)::bigint";

    /// The SQL statement that lets a reading transaction be idle for 30 s: while its client reads at its own pace.
    /// It holds up nobody.
    String READ_AT_LEISURE = "set local idle_in_transaction_session_timeout = '30s'";

    /// Runs a statement that only reads.
    Uni<RowSet<Row>> run(String sql, Tuple parameters);

    /// Runs a statement that writes.
    Uni<RowSet<Row>> store(String sql, Tuple parameters);

    /// Reading statements on a connection.
    static Statements on(SqlConnection connection) {
        return new Statements() {
            @Override
            public Uni<RowSet<Row>> run(String sql, Tuple parameters) {
                return Transactions.execute(connection, sql, parameters);
            }

            @Override
            public Uni<RowSet<Row>> store(String sql, Tuple parameters) {
                throw new UnsupportedOperationException("the connection is for reading");
            }
        };
    }

    /// Statements that run in the transaction of a session.
    static Statements in(StatelessSession session) {
        var connection = (SqlClientConnection) ((MutinyStatelessSessionImpl) session).getReactiveConnection();
        return new Statements() {
            @Override
            public Uni<RowSet<Row>> run(String sql, Tuple parameters) {
                return Uni.createFrom().completionStage(() -> connection.preparedQuery(sql, parameters));
            }

            @Override
            public Uni<RowSet<Row>> store(String sql, Tuple parameters) {
                return run(sql, parameters);
            }
        };
    }
}

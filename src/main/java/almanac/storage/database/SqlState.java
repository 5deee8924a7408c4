package almanac.storage.database;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Optional;

/// What the database calls a failure (PostgreSQL, appendix A), whoever has passed it on: the driver as
/// it is, Hibernate Reactive as an exception of JDBC's, without the driver's own below it.
final class SqlState {
    private SqlState() {}

    /// The code of five letters and digits; empty where the database has said nothing.
    static Optional<String> of(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var state = switch (cause) {
                case PgException refused -> refused.getSqlState();
                case SQLException refused -> refused.getSQLState();
                default -> null;
            };
            if (state != null) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}

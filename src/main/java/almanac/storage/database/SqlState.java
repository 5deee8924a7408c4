package almanac.storage.database;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// The SQLSTATE of a failure (PostgreSQL, appendix A). The driver throws its own exception; Hibernate
/// Reactive throws a JDBC exception without the driver's as its cause.
public final class SqlState {
    /// SQLSTATE classes: data exceptions, constraint violations, exceeded program limits.
    private static final Set<String> OF_DATA = Set.of("22", "23", "54");

    private SqlState() {}

    /// Whether the database refuses the data of a statement, and would refuse it again.
    public static boolean isAboutData(Throwable failure) {
        return of(failure)
                .filter(state -> OF_DATA.contains(state.substring(0, 2)))
                .isPresent();
    }

    /// The SQLSTATE, five letters and digits; empty where the failure does not come from the database.
    public static Optional<String> of(Throwable failure) {
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

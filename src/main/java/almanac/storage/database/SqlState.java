package almanac.storage.database;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/// What the database calls a failure (PostgreSQL, appendix A), whoever has passed it on: the driver as
/// it is, Hibernate Reactive as an exception of JDBC's, without the driver's own below it.
public final class SqlState {
    /// Data exceptions, violated constraints, and what is larger than the server takes.
    private static final Set<String> OF_DATA = Set.of("22", "23", "54");

    private SqlState() {}

    /// Whether the database refuses what was to be stored, and would refuse it again: nothing is wrong with the
    /// database itself.
    public static boolean isAboutData(Throwable failure) {
        return of(failure)
                .filter(state -> OF_DATA.contains(state.substring(0, 2)))
                .isPresent();
    }

    /// The code of five letters and digits; empty where the database has said nothing.
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

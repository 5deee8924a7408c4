package almanac.storage.database;

import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database cannot be reached, or is going down: the one failure that says something about the
/// database rather than about a request, and so the one that the circuit breaker counts.
final class DatabaseAway extends RuntimeException {
    /// Connection failures, too many connections, a server that is starting or stopping, one that only
    /// reads since another has taken over, and a transaction that it has ended (PostgreSQL, appendix A).
    private static final Set<String> STATES = Set.of("25006", "25P03", "53300", "57P01", "57P02", "57P03", "57P05");

    private DatabaseAway(Throwable cause) {
        super("the database is away", cause);
    }

    /// The failure itself, or this one where it stands for an unreachable database.
    static Throwable recognise(Throwable failure) {
        if (SqlState.of(failure).filter(DatabaseAway::isShutdown).isPresent()) {
            return new DatabaseAway(failure);
        }
        for (var cause = failure; cause != null; cause = next(cause)) {
            if (cause instanceof IOException || isClosed(cause)) {
                return new DatabaseAway(failure);
            }
        }
        return failure;
    }

    private static boolean isShutdown(String state) {
        return STATES.contains(state) || state.startsWith("08");
    }

    private static boolean isClosed(Throwable cause) {
        return cause instanceof ClosedConnectionException
                || "Connection is not active now, current status: CLOSED".equals(cause.getMessage());
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause();
    }
}

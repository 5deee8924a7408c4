package almanac.storage.database;

import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The database cannot be reached, or is shutting down. The circuit breaker counts this failure and timeouts
/// only: other failures are caused by the request.
final class DatabaseAway extends RuntimeException {
    /// SQLSTATEs (PostgreSQL, appendix A): too many connections, server starting or stopping, server
    /// read-only after a failover, transaction ended by the server. Class 08, connection failures, counts as
    /// well.
    private static final Set<String> STATES = Set.of("25006", "25P03", "53300", "57P01", "57P02", "57P03", "57P05");

    /// The messages of the driver and of the pool for a connection that is lost, or that was not opened in time.
    private static final Set<String> MESSAGES =
            Set.of("Connection is not active now, current status: CLOSED", "Timeout waiting for connection");

    private DatabaseAway(Throwable cause) {
        super("the database is away", cause);
    }

    /// Wraps a failure that is caused by an unreachable database; returns any other unchanged.
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
        return cause instanceof ClosedConnectionException || MESSAGES.contains(String.valueOf(cause.getMessage()));
    }

    private static @Nullable Throwable next(Throwable cause) {
        return cause.getCause();
    }
}

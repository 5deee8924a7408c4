package almanac;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/// Drops log records about work that ended after the event loops had stopped, such as a database connection
/// that was still being opened. Nothing waits for its outcome any more, and the process ends.
@LoggingFilter(name = "after-stop")
public final class AfterStop implements Filter {
    /// How Quarkus marks such a record.
    private static final String MARK = "[Error Occurred After Shutdown]";

    @Override
    public boolean isLoggable(LogRecord log) {
        return log.getMessage() == null || !log.getMessage().contains(MARK);
    }
}

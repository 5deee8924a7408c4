package almanac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test during which the service logged a failure: whatever a client sends is answered, and is
/// no incident.
public class QuietLog implements BeforeEachCallback, AfterEachCallback {
    /// What says no more than that the machine is slow.
    private static final String SLOWNESS = "io.vertx.core.impl.BlockedThreadChecker";

    private final Recorder recorder = new Recorder();

    @Override
    public void beforeEach(ExtensionContext context) {
        recorder.failures.clear();
        Logger.getLogger("").addHandler(recorder);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Logger.getLogger("").removeHandler(recorder);
        assertEquals(List.of(), recorder.failures, "failures in the log");
    }

    private static final class Recorder extends Handler {
        private final List<String> failures = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            var level = entry.getLevel().intValue();
            var thrown = entry.getThrown() != null && level >= Level.WARNING.intValue();
            if (SLOWNESS.equals(entry.getLoggerName())) {
                return;
            }
            if (thrown || level >= Level.SEVERE.intValue()) {
                failures.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

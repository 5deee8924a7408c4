package almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AfterStopTest {
    @ParameterizedTest
    @CsvSource(nullValues = "null", delimiter = '|', textBlock = """
            Uncaught exception received by Vert.x [Error Occurred After Shutdown] | false
            Uncaught exception received by Vert.x                                 | true
            almanac stopped in 0.2s                                               | true
            null                                                                  | true
            """)
    void onlyFailuresAfterTheStopOfTheEventLoopsAreDropped(String message, boolean isLogged) {
        assertEquals(isLogged, new AfterStop().isLoggable(new LogRecord(Level.SEVERE, message)));
    }
}

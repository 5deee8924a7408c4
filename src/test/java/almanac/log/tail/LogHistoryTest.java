package almanac.log.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The history of a database, as text.
class LogHistoryTest {
    @ParameterizedTest
    @CsvSource({
        "71:5:00000001, 71:5:00000002",
        "71:5:00000001, 72:5:00000001",
        "71:5:00000001, 71:6:00000001",
        ":5:00000001, 71:6:",
    })
    @DisplayName("1.2 a history is another one if a part that is known of both differs")
    void aKnownPartDiffers(String one, String other) {
        assertTrue(LogHistory.of(one).differsFrom(LogHistory.of(other)));
        assertTrue(LogHistory.of(other).differsFrom(LogHistory.of(one)));
    }

    @ParameterizedTest
    @CsvSource({"71:5:00000001, 71:5:00000001", "71:5:00000001, ::", ":5:, 71:5:00000001", "71::, :5:00000001"})
    @DisplayName("1.2 what one of them does not know makes no difference")
    void anUnknownPartIsNoDifference(String one, String other) {
        assertFalse(LogHistory.of(one).differsFrom(LogHistory.of(other)));
        assertFalse(LogHistory.of(other).differsFrom(LogHistory.of(one)));
    }

    @Test
    void theTextIsReadAsItIsWritten() {
        assertEquals("71:5:00000001", LogHistory.of("71:5:00000001").toString());
        assertEquals(LogHistory.UNKNOWN, LogHistory.of("::"));
        assertTrue(LogHistory.of("71:5:00000001").isWhole());
        assertFalse(LogHistory.of("71:5:").isWhole());
    }
}

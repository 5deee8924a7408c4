package almanac.event.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which events last whole days.
class WholeDaysTest {
    @ParameterizedTest
    @CsvSource({
        "2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z, UTC, true",
        "2026-03-01T23:00:00Z, 2026-03-02T23:00:00Z, Europe/Berlin, true",
        "2026-03-01T23:00:00Z, 2026-03-08T23:00:00Z, Europe/Berlin, true",
        "2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z, Europe/Berlin, false",
        "2026-03-01T23:00:00Z, 2026-03-02T22:30:00Z, Europe/Berlin, false",
        "2026-03-01T23:00:00.001Z, 2026-03-02T23:00:00Z, Europe/Berlin, false",
        "2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z, Europe/Berlin, true",
        "2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z, Europe/Berlin, true",
        // The clock is set forward over midnight: the day begins at 1:00.
        "2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z, America/Sao_Paulo, true",
        "2018-11-04T02:00:00Z, 2018-11-05T02:00:00Z, America/Sao_Paulo, false",
        // The clock is set back from midnight to 23:00 of the day before: the next day begins with the second midnight.
        "2019-10-26T21:00:00Z, 2019-10-27T22:00:00Z, Asia/Beirut, false",
        "2019-10-25T21:00:00Z, 2019-10-26T22:00:00Z, Asia/Beirut, true",
        "2020-11-01T04:00:00Z, 2020-11-02T05:00:00Z, America/Havana, true",
        "2026-03-02T05:00:00Z, 2026-03-03T05:00:00Z, EST, true",
        "2026-03-02T10:00:00Z, 2026-03-03T10:00:00Z, HST, true",
        "2026-03-02T00:00:00Z, 2026-03-03T00:00:00Z, Atlantis/Capital, false",
        "1890-01-01T00:00:00Z, 1890-01-02T00:00:00Z, Europe/Berlin, false",
        "1889-12-31T23:06:32Z, 1890-01-01T23:06:32Z, Europe/Berlin, true",
    })
    void knowsTheDaysOfAZone(Instant start, Instant end, String zone, boolean isWhole) {
        assertEquals(isWhole, WholeDays.isOf(start.toEpochMilli(), end.toEpochMilli(), zone));
    }
}

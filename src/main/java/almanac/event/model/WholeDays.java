package almanac.event.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Whether an event lasts whole days: from the first instant of a day to the first instant of a later day, in
/// the event's zone (contract, section 2: `isallday`).
///
/// A day begins at midnight, or at the first instant after it if the clock is set forward over midnight.
public final class WholeDays {
    private WholeDays() {}

    /// Checks a time, in epoch ms.
    ///
    /// @param zone the name of the zone; false for an unknown one
    public static boolean isOf(long start, long end, String zone) {
        try {
            var days = ZoneId.of(zone, ZoneId.SHORT_IDS);
            return isBeginOfADay(start, days) && isBeginOfADay(end, days);
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    /// The day that a time lies in, such as `2025-02-10`; null for an unknown zone.
    ///
    /// @param millis epoch ms
    static @Nullable String day(long millis, String zone) {
        try {
            return Instant.ofEpochMilli(millis)
                    .atZone(ZoneId.of(zone, ZoneId.SHORT_IDS))
                    .toLocalDate()
                    .toString();
        } catch (DateTimeException unknown) {
            return null;
        }
    }

    private static boolean isBeginOfADay(long millis, ZoneId zone) {
        var time = Instant.ofEpochMilli(millis);
        return time.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant().equals(time);
    }
}

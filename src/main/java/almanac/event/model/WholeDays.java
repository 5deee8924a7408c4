package almanac.event.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;

/// Whether an event lasts whole days: from the first instant of a day to the first instant of a later one, in the
/// zone of the event (contract, section 2: `isallday`).
///
/// A day begins at midnight, or where the clock is set forward over midnight, when that is done.
public final class WholeDays {
    private WholeDays() {}

    /// Looks at a time, in epoch ms.
    ///
    /// @param zone the name of the zone; one that is not known has no days
    public static boolean isOf(long start, long end, String zone) {
        try {
            var days = ZoneId.of(zone, ZoneId.SHORT_IDS);
            return isBeginOfADay(start, days) && isBeginOfADay(end, days);
        } catch (DateTimeException unknown) {
            return false;
        }
    }

    private static boolean isBeginOfADay(long millis, ZoneId zone) {
        var time = Instant.ofEpochMilli(millis);
        return time.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant().equals(time);
    }
}

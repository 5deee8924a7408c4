package almanac.event;

import almanac.calendar.CalendarAccess;
import org.jspecify.annotations.Nullable;

/// Ends a transaction before anything was written in it: what it was about lives elsewhere, and nobody
/// waits for another service while a row is locked.
final class LivesElsewhere extends RuntimeException {
    private final transient @Nullable Event current;
    private final transient CalendarAccess calendar;
    private final transient CalendarAccess target;

    LivesElsewhere(@Nullable Event current, CalendarAccess calendar, CalendarAccess target) {
        super("lives elsewhere", null, false, false);
        this.current = current;
        this.calendar = calendar;
        this.target = target;
    }

    Event current() {
        if (current == null) {
            throw new IllegalStateException("there is no event yet");
        }
        return current;
    }

    CalendarAccess calendar() {
        return calendar;
    }

    CalendarAccess target() {
        return target;
    }
}

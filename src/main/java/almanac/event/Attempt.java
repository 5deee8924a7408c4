package almanac.event;

import almanac.calendar.CalendarAccess;
import almanac.event.EventWrites.Written;

/// What an attempt to change an event has come to.
sealed interface Attempt {
    /// It has ended.
    record Ended(EventOutcome outcome) implements Attempt {}

    /// What it is about lives in another service.
    ///
    /// @param calendar where the event is to lie then
    record Elsewhere(EventVersion current, CalendarAccess calendar) implements Attempt {}

    /// A new event is to be made in another service.
    ///
    /// @param calendar where
    record NewElsewhere(CalendarAccess calendar) implements Attempt {}

    /// Others were faster, and nothing was done: it is to be tried again.
    record Overtaken() implements Attempt {}

    /// What storing a change comes to, as an account sees it.
    static Attempt of(Written written, long viewer) {
        return switch (written) {
            case Written.Stored(var version) -> new Ended(new EventOutcome.Done(version.seenBy(viewer)));
            case Written.Refused(var why) -> new Ended(why);
            case Written.Overtaken() -> new Overtaken();
        };
    }
}

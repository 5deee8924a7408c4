package almanac.event.write;

import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventVersion;
import almanac.event.write.EventWrites.Written;

/// What an attempt to change an event has come to.
sealed interface EditAttempt {
    /// It has ended.
    record Ended(EventOutcome outcome) implements EditAttempt {}

    /// What it is about lives in another service.
    ///
    /// @param calendar where the event is to lie then
    record Elsewhere(EventVersion current, CalendarAccess calendar) implements EditAttempt {}

    /// A new event is to be made in another service.
    ///
    /// @param calendar where
    record NewElsewhere(CalendarAccess calendar) implements EditAttempt {}

    /// Others were faster, and nothing was done: it is to be tried again.
    record Overtaken() implements EditAttempt {}

    /// What storing a change comes to, as an account sees it.
    static EditAttempt of(Written written, long viewer) {
        return switch (written) {
            case Written.Stored(var version) -> new Ended(new EventOutcome.Done(version.seenBy(viewer)));
            case Written.Refused(var why) -> new Ended(why);
            case Written.Overtaken() -> new Overtaken();
            case Written.Full() -> new Ended(new EventOutcome.Full());
        };
    }
}

package almanac.event.write;

import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventVersion;
import almanac.event.write.EventWrites.Written;
import io.smallrye.mutiny.Uni;

/// The result of one attempt to change an event.
sealed interface EditAttempt {
    /// The attempt is complete.
    record Ended(EventOutcome outcome) implements EditAttempt {}

    /// The event belongs to a remote service.
    ///
    /// @param calendar the calendar after the change
    record Elsewhere(EventVersion current, CalendarAccess calendar) implements EditAttempt {}

    /// A new event is to be created in a remote service.
    ///
    /// @param calendar its calendar
    record NewElsewhere(CalendarAccess calendar) implements EditAttempt {}

    /// A concurrent change was faster, and nothing was done; the attempt is to be repeated.
    record Overtaken() implements EditAttempt {}

    /// Several rows are to be changed or compared, and nothing was done; the attempt is to be repeated in a
    /// transaction that has locked the event.
    record Several() implements EditAttempt {}

    /// A complete attempt.
    static Uni<EditAttempt> ended(EventOutcome outcome) {
        return Uni.createFrom().item(new Ended(outcome));
    }

    /// The result of storing a change, as an account sees it.
    static EditAttempt of(Written written, long viewer) {
        return switch (written) {
            case Written.Stored(var version) -> new Ended(new EventOutcome.Done(version.seenBy(viewer)));
            case Written.Refused(var why) -> new Ended(why);
            case Written.Overtaken() -> new Overtaken();
            case Written.Full(var limit) -> new Ended(new EventOutcome.Full(limit));
        };
    }
}

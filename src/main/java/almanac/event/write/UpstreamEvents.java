package almanac.event.write;

import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventRequest;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/// Where events of mirrored calendars live: what is done to one is done there first, and written down
/// here with the answer.
///
/// Each of these is called outside of a transaction, when it is certain that the caller may do it here.
/// A refusal of elsewhere is an outcome, or a problem where no outcome says it.
public interface UpstreamEvents {
    /// Makes an event.
    Uni<EventOutcome> create(
            Caller caller, CalendarAccess calendar, EventRequest request, Optional<IdempotencyKey> key);

    /// Changes an event, and moves it where the target is another calendar.
    ///
    /// @param conditional whether it may be changed only as it is known here
    Uni<EventOutcome> edit(
            Caller caller,
            Event current,
            CalendarAccess calendar,
            CalendarAccess target,
            EventRequest request,
            boolean conditional);

    /// Removes an event.
    Uni<EventOutcome> delete(Caller caller, Event current, CalendarAccess calendar);

    /// Answers an invitation.
    Uni<EventOutcome> answer(Caller caller, Event current, CalendarAccess calendar, Attendee.Status status);
}

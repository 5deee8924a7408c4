package almanac.event.write;

import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventOutcome;
import almanac.event.model.EventVersion;
import almanac.event.request.EventRequest;
import almanac.event.request.Target;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/// Writes to the events of mirrored calendars. They are made in the remote service first, and its answer is
/// stored here.
///
/// The methods are called outside of a transaction, after the caller's privileges were checked. A refusal of
/// the remote service is an outcome, or a problem if no outcome fits.
public interface UpstreamEvents {
    /// Creates an event.
    Uni<EventOutcome> create(
            Caller caller, CalendarAccess calendar, EventRequest request, Optional<IdempotencyKey> key);

    /// Changes an event, and moves it if the target is another calendar.
    ///
    /// @param named which occurrences are meant, if the event is one of a series
    /// @param conditional whether it may be changed only in the version known here
    Uni<EventOutcome> edit(
            Caller caller,
            Target named,
            EventVersion current,
            CalendarAccess target,
            EventRequest request,
            boolean conditional);

    /// Removes an event.
    ///
    /// @param named which occurrences are meant, if the event is one of a series
    Uni<EventOutcome> delete(Caller caller, Target named, EventVersion current);

    /// Records an answer to an invitation.
    Uni<EventOutcome> answer(Caller caller, Event current, CalendarAccess calendar, Attendee.Status status);
}

package almanac.event.model;

import almanac.base.problem.FieldError;
import almanac.calendar.model.TakenTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The outcome of a call on an event.
public sealed interface EventOutcome {
    /// The JSON stored with an idempotency key; empty if nothing was done.
    default Optional<String> repeatable() {
        return this instanceof Done(var event) ? Optional.of(EventView.answer(event.json())) : Optional.empty();
    }

    /// Done.
    ///
    /// @param event the event after it, as the caller sees it
    record Done(EventView event) implements EventOutcome {}

    /// Done by an earlier request with the same idempotency key.
    ///
    /// @param answer the JSON of that request's answer
    record Repeated(String answer) implements EventOutcome {}

    /// Deleted.
    record Gone() implements EventOutcome {}

    /// The event does not exist, or the caller does not see it.
    record Absent() implements EventOutcome {}

    /// The calendar does not exist, or the caller does not see it.
    record NoCalendar() implements EventOutcome {}

    /// The caller sees the event but lacks the privilege.
    record Forbidden() implements EventOutcome {}

    /// The event has changed; nothing was done.
    ///
    /// @param current the event now, as the caller sees it
    record Stale(EventView current) implements EventOutcome {}

    /// The event and the target calendar belong to different services.
    record AcrossServices() implements EventOutcome {}

    /// Read-only fields were sent with values that differ from the stored ones; nothing was done.
    ///
    /// @param fields their errors
    record ReadOnly(List<FieldError> fields) implements EventOutcome {}

    /// The owner of the calendar has the maximum number of events; nothing was done.
    ///
    /// @param limit this number (`almanac.limits.events`)
    record Full(int limit) implements EventOutcome {}

    /// The calendar is exclusive, and another event has that time; nothing was done.
    ///
    /// @param time the time of that event
    record Busy(TakenTime time) implements EventOutcome {}

    /// Some attachments are not the caller's own uploads; nothing was done.
    ///
    /// @param fileIds their ids
    record ForeignAttachments(Set<Long> fileIds) implements EventOutcome {}
}

package almanac.event.model;

import almanac.base.problem.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How an attempt on an event ended.
public sealed interface EventOutcome {
    /// The JSON that is stored with an idempotency key and repeated; empty where nothing was made.
    default Optional<String> repeatable() {
        return this instanceof Done(var event) ? Optional.of(EventView.answer(event.json())) : Optional.empty();
    }

    /// It was done.
    ///
    /// @param event the event now, as the caller sees it
    record Done(EventView event) implements EventOutcome {}

    /// It had been done before, under the same idempotency key.
    ///
    /// @param answer the JSON of the answer of then
    record Repeated(String answer) implements EventOutcome {}

    /// It was deleted.
    record Gone() implements EventOutcome {}

    /// There is none, or none that the caller may see.
    record Absent() implements EventOutcome {}

    /// There is no such calendar, or none that the caller may see.
    record NoCalendar() implements EventOutcome {}

    /// The caller sees it, but may not do that.
    record Forbidden() implements EventOutcome {}

    /// It has changed since; nothing was done.
    ///
    /// @param current the event now, as the caller sees it
    record Stale(EventView current) implements EventOutcome {}

    /// The event and the calendar that it was to move to belong to different services.
    record AcrossServices() implements EventOutcome {}

    /// Fields that cannot be set were sent, and are not as they are stored; nothing was done.
    ///
    /// @param fields which
    record ReadOnly(List<FieldError> fields) implements EventOutcome {}

    /// The owner of the calendar has as many events as one may (`almanac.limits.events`); nothing was done.
    record Full() implements EventOutcome {}

    /// Some attachments are not the caller's own uploads; nothing was done.
    ///
    /// @param fileIds which
    record ForeignAttachments(Set<Long> fileIds) implements EventOutcome {}
}

package almanac.calendar.model;

import almanac.base.problem.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The outcome of a call on a calendar.
public sealed interface CalendarOutcome {
    /// Done; the calendar as the caller now sees it.
    record Done(Calendar calendar) implements CalendarOutcome {}

    /// The calendar or the share was deleted.
    record Gone() implements CalendarOutcome {}

    /// The share was saved.
    record Shared(Share share) implements CalendarOutcome {}

    /// The calendar does not exist, or the caller does not see it.
    record Absent() implements CalendarOutcome {}

    /// The caller sees the calendar but lacks the privilege.
    record Forbidden() implements CalendarOutcome {}

    /// Read-only fields were sent with values that differ from the stored ones; nothing was done.
    ///
    /// @param fields their errors
    record ReadOnly(List<FieldError> fields) implements CalendarOutcome {}

    /// The default calendar cannot be deleted.
    record IsDefault() implements CalendarOutcome {}

    /// The calendar cannot be exclusive: two of its events overlap. Nothing was done.
    ///
    /// @param time the time of one of them
    record Overlapping(TakenTime time) implements CalendarOutcome {}

    /// No account has the address.
    record NobodyThere() implements CalendarOutcome {}

    /// The address is the owner's.
    record IsOwner() implements CalendarOutcome {}

    /// A share as the owner sees it.
    ///
    /// @param zuid the account that holds it
    /// @param email its address
    /// @param privilege what it allows
    @RegisterForReflection
    record Share(String zuid, String email, Privilege privilege) {}
}

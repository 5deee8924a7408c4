package almanac.calendar.model;

import almanac.base.problem.FieldError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// How an attempt on a calendar ended.
public sealed interface CalendarOutcome {
    /// It was done; this is the calendar now, as the caller sees it.
    record Done(Calendar calendar) implements CalendarOutcome {}

    /// It was deleted, or its share was.
    record Gone() implements CalendarOutcome {}

    /// A share is as asked.
    record Shared(Share share) implements CalendarOutcome {}

    /// There is none, or none that the caller may see.
    record Absent() implements CalendarOutcome {}

    /// The caller sees it, but may not do that.
    record Forbidden() implements CalendarOutcome {}

    /// Fields that cannot be set were sent, and are not as they are stored; nothing was done.
    ///
    /// @param fields which
    record ReadOnly(List<FieldError> fields) implements CalendarOutcome {}

    /// The default calendar stays.
    record IsDefault() implements CalendarOutcome {}

    /// There is no account to share with under that address.
    record NobodyThere() implements CalendarOutcome {}

    /// The address is the owner's.
    record IsOwner() implements CalendarOutcome {}

    /// A share, as it is shown to the owner.
    ///
    /// @param zuid the account it opens the calendar to
    /// @param email its address
    /// @param privilege what it allows
    @RegisterForReflection
    record Share(String zuid, String email, Privilege privilege) {}
}

package almanac.mirror;

import almanac.calendar.CalendarAccess;
import almanac.event.EventOutcome;
import almanac.event.EventRequest;
import almanac.idempotency.IdempotencyKey;
import almanac.identity.Caller;
import java.util.Optional;
import java.util.function.Function;

/// An event that somebody wants to have made elsewhere.
///
/// @param answer the JSON for an outcome, remembered with the key
record Creation(
        Caller caller,
        CalendarAccess calendar,
        EventRequest request,
        Optional<IdempotencyKey> key,
        Function<EventOutcome, String> answer) {
    /// What tells this from everything else that anybody has made under a key; empty without one.
    Optional<String> name() {
        return key.map(each -> caller.zuid() + " " + each.text());
    }
}

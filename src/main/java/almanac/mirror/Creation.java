package almanac.mirror;

import almanac.calendar.CalendarAccess;
import almanac.event.EventRequest;
import almanac.idempotency.IdempotencyKey;
import almanac.identity.Caller;
import java.util.Optional;

/// An event that somebody wants to have made elsewhere.
record Creation(Caller caller, CalendarAccess calendar, EventRequest request, Optional<IdempotencyKey> key) {
    /// What tells this from everything else that anybody has made under a key; empty without one.
    Optional<String> name() {
        return key.map(each -> caller.zuid() + " " + each.text());
    }
}

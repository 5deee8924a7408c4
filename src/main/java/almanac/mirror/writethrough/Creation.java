package almanac.mirror.writethrough;

import almanac.access.idempotency.IdempotencyKey;
import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.model.EventRequest;
import java.util.Optional;

/// An event that somebody wants to have made elsewhere.
record Creation(Caller caller, CalendarAccess calendar, EventRequest request, Optional<IdempotencyKey> key) {
    /// What tells this from everything else that anybody has made under a key; empty without one.
    Optional<String> name() {
        return key.map(each -> caller.zuid() + " " + each.text());
    }
}

package almanac.mirror;

import almanac.calendar.CalendarAccess;
import almanac.event.Event;
import almanac.identity.Caller;
import almanac.upstream.RemoteEvent;

/// What somebody is doing to an event that lives elsewhere.
///
/// @param current the event as the caller sees it
/// @param calendar where it lies
/// @param target where it is to lie
/// @param known what was heard of it last
record Attempt(Caller caller, Event current, CalendarAccess calendar, CalendarAccess target, Known known, Way way) {
    /// The event's id, there and here.
    String id() {
        return current.id();
    }

    boolean isMove() {
        return calendar.id() != target.id();
    }

    /// Whether the event there is still what it was before.
    boolean isAsBefore(RemoteEvent found) {
        return found.tag().equals(known.tag());
    }
}

package almanac.mirror.writethrough;

import almanac.access.token.Caller;
import almanac.calendar.model.CalendarAccess;
import almanac.event.request.EventRequest;
import java.util.Optional;

/// A remote event that a caller wants to have made.
///
/// @param intent what the caller's key stands for; empty where none was sent
record Creation(Caller caller, CalendarAccess calendar, EventRequest request, Optional<Intent> intent) {}

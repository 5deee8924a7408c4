package almanac.calendar.model;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The answer of the calendar calls.
///
/// @param data the calendars
@RegisterForReflection
public record CalendarList(List<Calendar> data) {}

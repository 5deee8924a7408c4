package almanac.calendar;

import java.util.List;

/// The answer of the calls about calendars.
///
/// @param data the calendars
public record CalendarList(List<Calendar> data) {}

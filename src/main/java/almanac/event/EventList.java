package almanac.event;

import java.util.List;

/// The answer of the calls about events.
///
/// @param data the events
public record EventList(List<Event> data) {}

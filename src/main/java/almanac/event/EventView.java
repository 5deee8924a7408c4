package almanac.event;

/// An event as one account sees it.
///
/// @param event the event
/// @param json the same as every call and stream sends it
public record EventView(Event event, String json) {}

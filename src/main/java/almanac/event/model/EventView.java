package almanac.event.model;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// An event as one account sees it.
///
/// @param event the event
/// @param json its JSON as calls and streams send it
@RegisterForReflection
public record EventView(Event event, String json) {
    /// The JSON of an answer with one event.
    ///
    /// @param event the JSON of the event
    public static String answer(String event) {
        return "{\"data\":[" + event + "]}";
    }
}

package almanac.event.api;

import almanac.event.model.Event;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/// The answer of the event calls.
///
/// @param data the events
@RegisterForReflection
public record EventList(List<Event> data) {}

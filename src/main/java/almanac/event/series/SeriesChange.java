package almanac.event.series;

import almanac.event.model.Event;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an edit makes of a series. Tags are those of before; they are raised when the change is stored.
///
/// @param series the series after it; empty if it is removed, with all its exceptions
/// @param begun the series that begins with an occurrence of this one; empty if it was not divided
/// @param exceptions the exceptions that are made, changed or removed
/// @param item what the answer is about; empty for a removal
public record SeriesChange(
        Optional<Event> series, Optional<Event> begun, List<Change> exceptions, Optional<Event> item) {
    /// One exception.
    ///
    /// @param before before the edit; the plain occurrence if it is made by it, null if it comes from nowhere
    /// @param after after the edit; null if it is removed
    public record Change(@Nullable Event before, @Nullable Event after) {}

    /// The removal of a series.
    public static SeriesChange removal() {
        return new SeriesChange(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    }
}

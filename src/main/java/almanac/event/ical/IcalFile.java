package almanac.event.ical;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What became of the reading of a file.
public sealed interface IcalFile {
    /// It was read.
    ///
    /// @param events its events, in the order of their first lines
    /// @param skipped what was not taken from it, in the order of the lines
    record Events(List<IcalEvent> events, List<Skipped> skipped) implements IcalFile {
        /// Copies the lists.
        public Events {
            events = List.copyOf(events);
            skipped = List.copyOf(skipped);
        }
    }

    /// It has no component of iCalendar.
    record NoCalendar() implements IcalFile {}

    /// It has more events than are read at once.
    ///
    /// @param number how many
    record TooMany(int number) implements IcalFile {}

    /// A component, or a part of one, that was not taken.
    ///
    /// @param uid the `UID` of its event; null if it has none
    /// @param line the number of its first line, from 1
    /// @param reason why, as a sentence without a subject
    record Skipped(@Nullable String uid, int line, String reason) {}
}

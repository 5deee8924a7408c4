package almanac.event.write;

import almanac.event.ical.IcalFile.Skipped;
import java.util.List;

/// The outcome of an import.
public sealed interface ImportOutcome {
    /// Done, or in a dry run what would be done.
    ///
    /// @param created how many events were not there before
    /// @param updated how many were changed
    /// @param unchanged how many are there as in the file, or in a later version
    /// @param skipped what was not taken, in the order of the lines
    record Done(int created, int updated, int unchanged, List<Skipped> skipped) implements ImportOutcome {}

    /// The calendar does not exist, or the caller does not see it.
    record NoCalendar() implements ImportOutcome {}

    /// The caller sees the calendar but may not write its events.
    record Forbidden() implements ImportOutcome {}

    /// The events of the calendar are stored by a remote service.
    record Elsewhere() implements ImportOutcome {}

    /// The file is no iCalendar.
    record NoFile() implements ImportOutcome {}

    /// The file has too many events; nothing was stored.
    ///
    /// @param number how many
    /// @param most how many it may have
    record TooMany(int number, int most) implements ImportOutcome {}
}

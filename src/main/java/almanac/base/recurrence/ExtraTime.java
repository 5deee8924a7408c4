package almanac.base.recurrence;

import org.jspecify.annotations.Nullable;

/// A time that a series has beside those of its rule (RFC 5545, `RDATE`).
///
/// @param id when it is
/// @param length its own length (a `PERIOD` of RFC 5545), in ms or, all-day, in days; null for that of the
///     series
public record ExtraTime(RecurrenceId id, @Nullable Long length) implements Comparable<ExtraTime> {
    /// One as long as the others of its series.
    public ExtraTime(RecurrenceId id) {
        this(id, null);
    }

    @Override
    public int compareTo(ExtraTime other) {
        return id.compareTo(other.id);
    }
}

package almanac.log.change;

import java.util.List;

/// What the messages of the clock say of an item, and to whom (docs/recurrence.md, 7.1).
///
/// @param title the item's title
/// @param invitation whether the viewer is invited
/// @param notices the reminders that a stream tells
public record ClockFacts(String title, Invitation invitation, List<Notice> notices) {
    /// The viewer's invitation to an item.
    public enum Invitation {
        /// The viewer is not invited.
        NONE,

        /// The viewer is invited and has not declined.
        OPEN,

        /// The viewer has declined.
        DECLINED
    }

    /// A reminder before the start of an item.
    ///
    /// @param type the channel, as clients know it
    /// @param minutes minutes before the start, 0 to 40,320
    public record Notice(String type, long minutes) {}
}

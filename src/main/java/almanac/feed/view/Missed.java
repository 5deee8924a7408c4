package almanac.feed.view;

import almanac.log.change.LoggedChange;

/// A change that a reader of the log has missed.
///
/// @param change the change
/// @param isReadable whether its documents may be shown: not where the reader's access to the thing has ended
///     since (docs/change-feed.md, 4.6)
public record Missed(LoggedChange change, boolean isReadable) {}

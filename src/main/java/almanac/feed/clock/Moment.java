package almanac.feed.clock;

import almanac.feed.message.TimeStep.Kind;
import almanac.log.change.ClockFacts.Notice;
import org.jspecify.annotations.Nullable;

/// A moment of an item at which the clock has something to tell.
///
/// @param at epoch ms
/// @param kind what
/// @param notice the reminder; null for the other kinds
record Moment(long at, Kind kind, @Nullable Notice notice) {}

package almanac.base.limit;

/// A threshold: what may be done in a window of time, and the lock for who does more.
///
/// @param limit how many requests within the window, from 1 up
/// @param window the sliding window, in ms
/// @param lock how long who went over it is locked, in ms; 0 for no longer than the window asks for
public record Limits(int limit, long window, long lock) {}

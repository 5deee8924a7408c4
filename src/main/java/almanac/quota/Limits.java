package almanac.quota;

/// The threshold of a call.
///
/// @param limit how many requests within the window
/// @param window the sliding window, in ms
/// @param lock how long it is locked for who went over it, in ms
record Limits(int limit, long window, long lock) {}

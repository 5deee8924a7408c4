package almanac.base.limit;

/// A rate limit.
///
/// @param limit the number of requests within the window, from 1
/// @param window the length of the sliding window, in ms
/// @param lock how long a key is locked after it exceeded the limit, in ms; 0 for until the window admits a
///     request
public record Limits(int limit, long window, long lock) {}

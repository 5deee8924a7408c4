package almanac.mirror;

import almanac.upstream.Link;

/// How something elsewhere is reached: by whose link, and in which calendar.
///
/// @param reference the `calendar_id` there
record Way(Link link, String reference) {}

package almanac.mirror.writethrough;

import almanac.mirror.link.Link;

/// How a remote event is reached: by whose link, and in which calendar.
///
/// @param reference the `calendar_id` there
record LinkRoute(Link link, String reference) {}

package almanac.access.token;

import java.util.Set;

/// What a feed token grants beyond being a caller: feeds, and nothing else.
///
/// @param tokenId the feed token's id, by which it is revoked
/// @param calendarIds the calendars it is bound to, as clients know them; empty for all
public record FeedGrant(long tokenId, Set<String> calendarIds) {}

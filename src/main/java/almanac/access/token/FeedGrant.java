package almanac.access.token;

import java.util.Set;

/// What a feed token grants: access to feeds only.
///
/// @param tokenId the id of the feed token, for its revocation
/// @param calendarIds the calendars that it is restricted to, as clients know them; empty for all
public record FeedGrant(long tokenId, Set<String> calendarIds) {}

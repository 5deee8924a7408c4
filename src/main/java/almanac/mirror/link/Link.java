package almanac.mirror.link;

import org.jspecify.annotations.Nullable;

/// An account here that is linked with a remote one.
///
/// @param zuid the account here
/// @param baseUrl the remote service, without a slash at the end
/// @param accountsUrl where its tokens are refreshed; null where they are not
/// @param linkedAt since when, in epoch ms
/// @param succeededAt when it was last mirrored whole, in epoch ms; 0 for never
/// @param failures how often in a row that has failed since
/// @param rounds how often its turn has come, which is the number of the turn that the node has that claimed
///     it
/// @param isBehind whether its calendars are shown as behind
/// @param calendarsHeard a fingerprint of its calendars as they were heard last; null where all of them are
///     to be
///     looked at again
public record Link(
        long zuid,
        String baseUrl,
        @Nullable String accountsUrl,
        long linkedAt,
        long succeededAt,
        int failures,
        long rounds,
        boolean isBehind,
        @Nullable String calendarsHeard) {}

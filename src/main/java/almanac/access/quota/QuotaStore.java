package almanac.access.quota;

import almanac.base.limit.Decision;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.smallrye.mutiny.Uni;

/// Stores the counts of requests: in the memory of this node, or in a store that several nodes share.
interface QuotaStore {
    /// Counts a request, or refuses it.
    Uni<Decision> take(QuotaKey key, Limits limits);

    /// Removes a counted request that was not served.
    Uni<Void> giveBack(QuotaKey key, Decision.Admitted counted);

    /// The usage of a key, without counting a request.
    Uni<QuotaUsage> look(QuotaKey key);
}

package almanac.access.quota;

import almanac.base.limit.Decision;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import io.smallrye.mutiny.Uni;

/// Where requests are counted: the memory of this node, or a store that several nodes share.
interface QuotaStore {
    /// Counts a request of this moment, unless it has to be refused.
    Uni<Decision> take(QuotaKey key, Limits limits);

    /// Takes back what was counted for a request that was not served.
    Uni<Void> giveBack(QuotaKey key, Decision.Admitted counted);

    /// How a user stands at this moment, without counting anything.
    Uni<QuotaUsage> look(QuotaKey key);
}

package almanac.quota;

import almanac.threshold.Limits;
import almanac.threshold.Standing;
import almanac.threshold.Verdict;
import io.smallrye.mutiny.Uni;

/// Where requests are counted: the memory of this node, or a store that several nodes share.
interface QuotaStore {
    /// Counts a request of this moment, unless it has to be refused.
    Uni<Verdict> take(QuotaKey key, Limits limits);

    /// Takes back what was counted for a request that was not served.
    Uni<Void> giveBack(QuotaKey key, Verdict.Admitted counted);

    /// How a user stands at this moment, without counting anything.
    Uni<Standing> look(QuotaKey key);
}

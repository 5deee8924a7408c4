package almanac.access.ledger;

import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import java.util.List;

/// The counts of a key, as a shared store keeps them.
///
/// @param last when it was used last, in ms of the clock of the store
/// @param lockedUntil when its lock ends
/// @param times when its requests were counted
record StoredLedger(long last, long lockedUntil, List<Long> times) {
    /// The usage at a time. If the clock was set back, all times are shifted with it.
    QuotaUsage usage(long now, Limits limits) {
        var back = Math.max(0, last - now);
        var used = times.stream()
                .filter(time -> time - back > now - limits.window())
                .count();
        return QuotaUsage.of(Math.toIntExact(used), lockedUntil - back - now);
    }
}

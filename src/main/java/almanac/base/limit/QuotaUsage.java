package almanac.base.limit;

/// How somebody stands with a threshold.
///
/// @param used requests within the window
/// @param lockedUntil when the lock ends, in ms of the clock that it is measured by; 0 where there is none
public record QuotaUsage(int used, long lockedUntil) {
    static final QuotaUsage FRESH = new QuotaUsage(0, 0);
}

package almanac.base.limit;

/// The usage of one key.
///
/// @param used requests within the window
/// @param lockedUntil when the lock ends, in ms of its clock; 0 where there is none
public record QuotaUsage(int used, long lockedUntil) {
    static final QuotaUsage FRESH = new QuotaUsage(0, 0);
}

package almanac.base.limit;

/// The usage of one key.
///
/// @param used requests within the window
/// @param lockedMillis ms until the lock ends; 0 where there is none
public record QuotaUsage(int used, long lockedMillis) {
    /// The usage of a key that was not used.
    public static final QuotaUsage FRESH = new QuotaUsage(0, 0);

    /// The usage of a key.
    ///
    /// @param lockedMillis ms until the lock ends; 0 or less where it has ended
    public static QuotaUsage of(int used, long lockedMillis) {
        return new QuotaUsage(used, Math.max(0, lockedMillis));
    }

    /// This usage with a lock that is known from elsewhere; the later end counts.
    public QuotaUsage locked(long millis) {
        return millis <= lockedMillis ? this : new QuotaUsage(used, millis);
    }
}

package almanac.quota;

/// How a user stands with a call.
///
/// @param used requests within the window
/// @param lockedUntil when the lock ends, in epoch ms; 0 where there is none
record Standing(int used, long lockedUntil) {
    static final Standing FRESH = new Standing(0, 0);
}

package almanac.threshold;

/// How somebody stands with a threshold.
///
/// @param used requests within the window
/// @param lockedUntil when the lock ends, in epoch ms; 0 where there is none
public record Standing(int used, long lockedUntil) {
    static final Standing FRESH = new Standing(0, 0);
}

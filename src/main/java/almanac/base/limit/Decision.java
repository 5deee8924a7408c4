package almanac.base.limit;

/// Whether a request is admitted.
public sealed interface Decision {
    /// The request is admitted.
    ///
    /// @param remaining the number of further requests within the window
    /// @param resetMillis ms until the oldest request leaves the window
    /// @param at when it was counted, in ms of the clock; identifies it for [Ledgers#giveBack]
    record Admitted(int remaining, long resetMillis, long at) implements Decision {}

    /// The request is refused: a lock is running.
    ///
    /// @param lockedMillis ms until the lock ends
    record Locked(long lockedMillis) implements Decision {}

    /// The request cannot be counted: all places are taken by running locks.
    record Full() implements Decision {}

    /// The request cannot be counted: the store of the counts cannot be reached.
    record Away() implements Decision {}
}

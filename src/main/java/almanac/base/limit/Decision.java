package almanac.base.limit;

/// Whether a request may go on.
public sealed interface Decision {
    /// It may.
    ///
    /// @param remaining how many more may, within the window
    /// @param resetMillis until one more may again
    /// @param at when it was counted, in epoch ms: by this it is given back
    record Admitted(int remaining, long resetMillis, long at) implements Decision {}

    /// It may not: a lock is running.
    ///
    /// @param lockedMillis until the lock ends
    record Locked(long lockedMillis) implements Decision {}

    /// Nothing can be said of it: there is room for running locks alone, and for nobody who is new.
    record Full() implements Decision {}
}

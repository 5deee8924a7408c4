package almanac.quota;

/// Whether a request may go on.
sealed interface Verdict {
    /// It may.
    ///
    /// @param remaining how many more may, within the window
    /// @param resetMillis until one more may again
    record Admitted(int remaining, long resetMillis) implements Verdict {}

    /// It may not: the call is locked for this user.
    ///
    /// @param lockedMillis until the lock ends
    record Locked(long lockedMillis) implements Verdict {}

    /// The ledger is full of running locks and cannot take another user's count.
    record Full() implements Verdict {}
}

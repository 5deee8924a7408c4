package almanac.log.change;

/// Is called with each committed change on this node, always on the thread of the log.
public interface LogFollower {
    /// Whether the follower needs changes now. While no follower does, only positions are read.
    boolean isListening();

    /// Takes the next change, in the order of positions.
    void hear(LoggedChange change);

    /// Restarts after [#hear(LoggedChange)] has failed: the follower drops its state, and its clients read
    /// the log themselves. Called again at each poll, at least, until it succeeds.
    void beginAgain();
}

package almanac.log.change;

/// Follows the committed log on this node. It is called on the thread of the log alone.
public interface LogFollower {
    /// Whether anything waits for changes now: while nothing does, they are passed over unread.
    boolean isListening();

    /// Takes the next change, in the order of positions.
    void hear(LoggedChange change);

    /// Begins anew after it has failed at a change: it has lost what it was told, and those who rely on it are
    /// to read the log themselves. Called again, once a poll at least, for as long as it fails.
    void beginAgain();
}

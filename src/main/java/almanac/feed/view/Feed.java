package almanac.feed.view;

import almanac.feed.stream.Stream;
import almanac.log.change.LoggedChange;
import java.util.Optional;
import java.util.function.Consumer;

/// Follows the log for the streams of one account: a view of a list, or the log itself. Runs on the thread of
/// the log.
sealed interface Feed permits View, LogFeed {
    /// Takes a change whose audience contains the account.
    void accept(LoggedChange change);

    /// Advances the time.
    ///
    /// @param now epoch ms
    void tick(long now);

    /// The time up to which the feed was followed, in epoch ms.
    long time();

    /// When the clock has something to tell, in epoch ms; the end of time for nothing.
    default long nextMoment() {
        return Long.MAX_VALUE;
    }

    /// Adds a stream. From this call on every live message is sent to it or queued for it.
    ///
    /// @param joined called when the feed has read its own state. A snapshot that the stream reads after that
    ///     is at least as new, so no change lies between the two. Receives the list if the feed has just read
    ///     it in the form that a stream sends.
    void join(Stream stream, Consumer<Optional<ListSnapshot>> joined);

    /// Ends every stream. The clients reconnect to a new feed.
    void end();

    /// Removes a stream.
    ///
    /// @return whether it was the last one
    boolean leave(Stream stream);
}

package almanac.feed.view;

import almanac.feed.stream.Stream;
import almanac.log.change.LoggedChange;
import java.util.Optional;
import java.util.function.Consumer;

/// What follows the log on behalf of the streams of one account: a view of a list, or the log itself.
/// Everything happens on the thread of the log.
sealed interface Feed permits View, LogFeed {
    /// Takes a change that the account is in the audience of.
    void accept(LoggedChange change);

    /// Lets the time pass.
    ///
    /// @param now epoch ms
    void tick(long now);

    /// Takes a stream in: from now on it gets, or keeps, everything live.
    ///
    /// @param joined told when the feed has read what it has to know: what the stream reads for itself
    ///     after that is at least as new, and so nothing lies between the two. It is given the list, where the
    ///     feed has read it just now as a stream is sent it.
    void join(Stream stream, Consumer<Optional<ListSnapshot>> joined);

    /// Ends every stream, so that each connects again and finds a feed that works.
    void end();

    /// Lets a stream go.
    ///
    /// @return whether it was the last one
    boolean leave(Stream stream);
}

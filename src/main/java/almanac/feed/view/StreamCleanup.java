package almanac.feed.view;

import almanac.feed.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Removes a stream from its feed when the stream has ended.
public final class StreamCleanup implements Runnable {
    private final Feeds feeds;
    private final Object scope;
    private volatile @Nullable Stream stream;

    public StreamCleanup(Feeds feeds, Object scope) {
        this.feeds = feeds;
        this.scope = scope;
    }

    public void of(Stream opened) {
        stream = opened;
    }

    @Override
    public void run() {
        var ended = stream;
        if (ended != null) {
            feeds.leave(scope, ended);
        }
    }
}

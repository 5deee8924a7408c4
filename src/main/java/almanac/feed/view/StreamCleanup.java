package almanac.feed.view;

import almanac.feed.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Removes a stream from its feed when the stream has ended.
public final class StreamCleanup implements Runnable {
    private final Feeds feeds;
    private final Object scope;
    private final long zuid;
    private volatile @Nullable Stream stream;

    public StreamCleanup(Feeds feeds, Object scope, long zuid) {
        this.feeds = feeds;
        this.scope = scope;
        this.zuid = zuid;
    }

    public void of(Stream opened) {
        stream = opened;
    }

    @Override
    public void run() {
        var ended = stream;
        if (ended != null) {
            feeds.leave(scope, zuid, ended);
        }
    }
}

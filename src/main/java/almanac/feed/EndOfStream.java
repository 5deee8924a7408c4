package almanac.feed;

import org.jspecify.annotations.Nullable;

/// What is left to do when a stream has ended: it leaves its feed.
final class EndOfStream implements Runnable {
    private final Feeds feeds;
    private final Object scope;
    private final long zuid;
    private volatile @Nullable Stream stream;

    EndOfStream(Feeds feeds, Object scope, long zuid) {
        this.feeds = feeds;
        this.scope = scope;
        this.zuid = zuid;
    }

    void of(Stream opened) {
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

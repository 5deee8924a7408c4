package almanac.feed.view;

import almanac.feed.stream.FeedConfig;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/// The memory of this node for what streams are sent when they begin and their readers have not taken yet.
@Singleton
class SpoolMemory {
    private final long size;
    private final AtomicLong taken = new AtomicLong();

    SpoolMemory(FeedConfig config) {
        this.size = config.spool().asLongValue();
    }

    /// Takes a part of it.
    ///
    /// @param bytes how much
    /// @return whether there was so much left
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= size) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    /// Gives a part back.
    void give(long bytes) {
        taken.addAndGet(-bytes);
    }
}

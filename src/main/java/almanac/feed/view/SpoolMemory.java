package almanac.feed.view;

import almanac.feed.stream.FeedConfig;
import almanac.feed.stream.FeedMeters;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/// The memory of this node for snapshots and replays that readers have not taken yet. One account may use a
/// quarter of it.
@Singleton
class SpoolMemory {
    private static final int PART_OF_ACCOUNT = 4;

    private final long size;
    private final Map<Long, Long> taken = new HashMap<>();
    private long allTaken;

    SpoolMemory(FeedConfig config, FeedMeters meters) {
        this.size = config.spool().asLongValue();
        meters.watchSpool(this, SpoolMemory::taken);
    }

    private synchronized double taken() {
        return allTaken;
    }

    /// Reserves memory.
    ///
    /// @param zuid the account
    /// @param bytes the number of bytes
    /// @return whether it was available
    synchronized boolean take(long zuid, long bytes) {
        var own = taken.getOrDefault(zuid, 0L) + bytes;
        if (allTaken + bytes > size || own > size / PART_OF_ACCOUNT) {
            return false;
        }
        taken.put(zuid, own);
        allTaken += bytes;
        return true;
    }

    /// Releases memory.
    synchronized void give(long zuid, long bytes) {
        taken.computeIfPresent(zuid, (_, own) -> own == bytes ? null : own - bytes);
        allTaken -= bytes;
    }
}

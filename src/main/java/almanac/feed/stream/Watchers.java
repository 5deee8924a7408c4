package almanac.feed.stream;

import jakarta.inject.Singleton;
import java.util.Set;

/// The accounts with open streams on this node.
@Singleton
public class Watchers {
    private final Streams streams;

    Watchers(Streams streams) {
        this.streams = streams;
    }

    /// Whether an account has open streams.
    public boolean isWatched(long zuid) {
        return streams.isUser(zuid);
    }

    /// The zuids of these accounts.
    public Set<Long> watched() {
        return streams.users();
    }
}

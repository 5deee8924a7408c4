package almanac.feed;

import jakarta.inject.Singleton;
import java.util.Set;

/// Who is being watched: the accounts that have streams open on this node.
@Singleton
public class Watchers {
    private final Streams streams;

    Watchers(Streams streams) {
        this.streams = streams;
    }

    /// The accounts, by zuid.
    public Set<Long> watched() {
        return streams.users();
    }
}

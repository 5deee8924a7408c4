package almanac.feed.stream;

import jakarta.inject.Singleton;
import java.util.Set;

/// Who is being watched: the accounts that have streams open on this node.
@Singleton
public class Watchers {
    private final Streams streams;

    Watchers(Streams streams) {
        this.streams = streams;
    }

    /// Whether an account is among them.
    public boolean isWatched(long zuid) {
        return streams.isUser(zuid);
    }

    /// The accounts, by zuid.
    public Set<Long> watched() {
        return streams.users();
    }
}

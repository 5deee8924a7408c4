package almanac.feed.stream;

import jakarta.inject.Singleton;
import java.util.Set;

/// The accounts with open streams on this node.
@Singleton
public class Watchers {
    private final StreamPlaces places;

    Watchers(StreamPlaces places) {
        this.places = places;
    }

    /// Whether an account has open streams.
    public boolean isWatched(long zuid) {
        return places.isUser(zuid);
    }

    /// The zuids of these accounts.
    public Set<Long> watched() {
        return places.users();
    }
}

package almanac.storage.database;

import io.smallrye.mutiny.Uni;

/// Work that a room does once at the start, so that the connections and code of its first call are loaded. It
/// changes no data.
public interface WarmUp {
    /// Runs the work. A failure does not stop the start.
    Uni<?> warmUp();
}

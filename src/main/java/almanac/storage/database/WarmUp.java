package almanac.storage.database;

import io.smallrye.mutiny.Uni;

/// What a room asks the database once, at the start, so that its first call finds loaded what it needs. It leaves
/// nothing behind.
public interface WarmUp {
    /// Does it. A failure is no obstacle to the start.
    Uni<?> warmUp();
}

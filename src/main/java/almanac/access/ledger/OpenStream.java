package almanac.access.ledger;

import java.util.UUID;

/// An open stream, as one of the places of its user.
///
/// @param zuid the user
/// @param id a random id
public record OpenStream(long zuid, UUID id) {
    /// A new stream of a user.
    public static OpenStream of(long zuid) {
        return new OpenStream(zuid, UUID.randomUUID());
    }
}

package almanac.access.ledger;

/// The key of a count: a user and a call.
///
/// @param zuid the user
/// @param call the name of the call
public record QuotaKey(long zuid, String call) {}

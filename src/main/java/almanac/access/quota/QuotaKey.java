package almanac.access.quota;

/// What is counted: the requests of a user to a call.
///
/// @param zuid the user
/// @param call the name of the call
record QuotaKey(long zuid, String call) {}

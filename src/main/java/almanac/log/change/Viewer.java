package almanac.log.change;

/// The account that watches a list.
///
/// @param zuid the id of the account
/// @param address its e-mail address, folded for comparison
public record Viewer(long zuid, String address) {}

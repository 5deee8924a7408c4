package almanac.log.change;

/// Who watches.
///
/// @param zuid the account
/// @param address its e-mail address, as it is compared
public record Viewer(long zuid, String address) {}

package almanac.access.oauth;

/// A refused request.
///
/// @param error what is told to programs
/// @param why what is told to developers; nothing that a client sent
public record Refusal(OAuthError error, String why) {}

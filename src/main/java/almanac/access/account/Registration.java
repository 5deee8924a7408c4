package almanac.access.account;

import org.jspecify.annotations.Nullable;

/// What an account is made of.
///
/// @param email the address
/// @param name the display name
/// @param timezone the IANA zone of its default calendar
/// @param language the language of its mails, such as `de`; null for that of the service
/// @param zuid its id; null for a random one of 12 digits
public record Registration(
        String email,
        String name,
        String timezone,
        @Nullable String language,
        @Nullable Long zuid) {}

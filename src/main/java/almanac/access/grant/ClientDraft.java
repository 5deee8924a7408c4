package almanac.access.grant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a new client is made of.
///
/// @param name what people are told of it
/// @param isConfidential whether it gets a secret
/// @param redirectUris the addresses to which people are led back
/// @param scopes the most that it may be granted
/// @param zuid the account that it acts as without a person; null for none
public record ClientDraft(
        String name,
        boolean isConfidential,
        List<String> redirectUris,
        List<String> scopes,
        @Nullable Long zuid) {}

package almanac.mirror.link;

import almanac.base.problem.FieldError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What opens a remote account.
///
/// @param baseUrl the remote service
/// @param accountsUrl where tokens are refreshed
/// @param clientId of OAuth
/// @param clientSecret of OAuth
/// @param refreshToken gives access tokens; null where one is given that lasts
/// @param accessToken opens the calls; null where it is to be fetched
public record LinkCredentials(
        String baseUrl,
        @Nullable String accountsUrl,
        @Nullable String clientId,
        @Nullable String clientSecret,
        @Nullable String refreshToken,
        @Nullable String accessToken) {

    /// The addresses in their normal form, and Zoho's accounts server where none is named.
    public LinkCredentials {
        baseUrl = Addresses.normal(baseUrl);
        accountsUrl = accountsUrl == null
                ? (refreshToken == null ? null : zohoAccounts(baseUrl).orElse(null))
                : Addresses.normal(accountsUrl);
    }

    private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]+");

    /// Whether a token can be sent in a header (RFC 6750, 2.1): printable ASCII without spaces. A token with a line
    /// break would end the header, and the client's exception about it contains the token.
    public static boolean isSendable(String token) {
        return SENDABLE.matcher(token).matches();
    }

    /// What is wrong with them, by field.
    public List<FieldError> errors(Addresses addresses) {
        var errors = new ArrayList<FieldError>();
        addresses.refusal(baseUrl).ifPresent(reason -> errors.add(new FieldError("base_url", reason)));
        if (accountsUrl != null) {
            addresses.refusal(accountsUrl).ifPresent(reason -> errors.add(new FieldError("accounts_url", reason)));
        }
        if ((refreshToken == null) == (accessToken == null)) {
            errors.add(new FieldError("refresh_token", "or access_token is required, one of the two"));
        }
        if (refreshToken != null) {
            need(errors, "accounts_url", accountsUrl);
            need(errors, "client_id", clientId);
            need(errors, "client_secret", clientSecret);
        }
        check(errors, "access_token", accessToken);
        check(errors, "refresh_token", refreshToken);
        check(errors, "client_id", clientId);
        check(errors, "client_secret", clientSecret);
        return errors;
    }

    private static void check(List<FieldError> errors, String field, @Nullable String value) {
        if (value != null && !isSendable(value)) {
            errors.add(new FieldError(field, "must be printable ASCII without spaces and line breaks"));
        }
    }

    private static void need(List<FieldError> errors, String field, @Nullable String value) {
        if (value == null) {
            errors.add(new FieldError(field, "is required with a refresh_token"));
        }
    }

    private static Optional<String> zohoAccounts(String baseUrl) {
        try {
            var host = URI.create(baseUrl).getHost();
            return host != null && host.startsWith("cliq.zoho")
                    ? Optional.of("https://accounts" + host.substring("cliq".length()))
                    : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "Credentials[" + baseUrl + "]";
    }
}

package almanac.admin;

import almanac.access.account.Registration;
import almanac.base.request.Address;
import almanac.base.request.Text;
import almanac.base.request.Visible;
import almanac.base.request.WholeNumber;
import almanac.base.request.Zone;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/// The body of POST /admin/accounts.
///
/// @param email the address of the account
/// @param name the name shown to other users
/// @param timezone the IANA time zone of the default calendar
/// @param language the language of mails to the account; null for that of the service
/// @param zuid the account's id; null for a random one
@RegisterForReflection
record AccountRequest(
        @NotNull(message = "is required") @Text(min = 3, max = 254) @Address
        String email,

        @NotNull(message = "is required") @Text(min = 1, max = 255) @Visible
        String name,

        @JsonDeserialize(using = Zone.Reader.class) @NotNull(message = "is required") @Zone
        String timezone,

        @Pattern(regexp = "en|de", message = "must be en or de") @Nullable
        String language,

        @JsonDeserialize(using = WholeNumber.class)
        @Min(value = 1, message = "must be a positive decimal number")
        @Max(value = Long.MAX_VALUE, message = "must be a positive decimal number")
        @Nullable
        Long zuid) {
    /// What the account is made of.
    Registration registration() {
        return new Registration(email, name, timezone, language, zuid);
    }
}

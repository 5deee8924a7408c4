package almanac.access.account;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/// A person or a team that has calendars.
///
/// @param zuid the id, a decimal string in JSON
/// @param email the address, by which invitations and shares find the account
/// @param name the display name
/// @param timezone the IANA zone of its default calendar
/// @param language the language of its mails, such as `de`; absent for that of the service
@RegisterForReflection
public record Account(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long zuid,
        String email,
        String name,
        String timezone,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String language) {}

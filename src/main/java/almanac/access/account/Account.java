package almanac.access.account;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// A person or a team that has calendars.
///
/// @param zuid the id, a decimal string in JSON
/// @param email the address, by which invitations and shares find the account
/// @param name the display name
/// @param timezone the IANA zone of its default calendar
@RegisterForReflection
public record Account(
        @JsonFormat(shape = JsonFormat.Shape.STRING) long zuid, String email, String name, String timezone) {}

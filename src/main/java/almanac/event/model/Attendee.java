package almanac.event.model;

import almanac.access.account.Accounts;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attendee (contract, section 2).
///
/// @param status the answer
/// @param name the name of the account with that address, else the address
/// @param email the address as it was given
/// @param id the zuid of the account with that address, as a decimal string; absent if there is none
@JsonPropertyOrder({"status", "name", "email", "id"})
@RegisterForReflection
public record Attendee(
        Status status,
        String name,
        String email,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id) {

    /// The attendee with another answer.
    public Attendee answering(Status answer) {
        return new Attendee(answer, name, email, id);
    }

    /// Whether the attendee has an address.
    boolean hasAddress(String folded) {
        return Accounts.address(email).equals(folded);
    }

    /// The status of an invitation.
    public enum Status {
        @JsonProperty("yet_to_respond")
        YET_TO_RESPOND,
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("tentative")
        TENTATIVE,
        @JsonProperty("declined")
        DECLINED;

        /// The lower-case form used in events and paths.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Parses a status, case-insensitively; empty if the text is none.
        public static Optional<Status> parse(String text) {
            return Arrays.stream(values())
                    .filter(status -> status.name().equalsIgnoreCase(text))
                    .findFirst();
        }
    }
}

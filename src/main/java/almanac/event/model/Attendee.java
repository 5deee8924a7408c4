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

/// Somebody who is invited (contract, section 2).
///
/// @param status the answer
/// @param name the name of the account with that address, else the address
/// @param email the address, as it was given
/// @param id the zuid of the account with that address, a decimal string; left out where there is none
@JsonPropertyOrder({"status", "name", "email", "id"})
@RegisterForReflection
public record Attendee(
        Status status,
        String name,
        String email,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String id) {

    /// The same person with another answer.
    public Attendee answering(Status answer) {
        return new Attendee(answer, name, email, id);
    }

    /// Whether an address is this one's.
    boolean hasAddress(String folded) {
        return Accounts.address(email).equals(folded);
    }

    /// An answer to an invitation.
    public enum Status {
        @JsonProperty("yet_to_respond")
        YET_TO_RESPOND,
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("tentative")
        TENTATIVE,
        @JsonProperty("declined")
        DECLINED;

        /// As it stands in events and in paths: lower case.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The status that a text names, in any case; empty where it names none.
        public static Optional<Status> parse(String text) {
            return Arrays.stream(values())
                    .filter(status -> status.name().equalsIgnoreCase(text))
                    .findFirst();
        }
    }
}

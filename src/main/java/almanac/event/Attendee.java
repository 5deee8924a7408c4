package almanac.event;

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
/// @param id the zuid of the account with that address, a decimal string; null where there is none
@JsonPropertyOrder({"status", "name", "email", "id"})
@RegisterForReflection
public record Attendee(
        Status status, String name, String email, @Nullable String id) {

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

        static Status stored(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}

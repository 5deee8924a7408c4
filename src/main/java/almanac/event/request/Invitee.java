package almanac.event.request;

import almanac.base.problem.UnreadableValueException;
import almanac.base.request.Address;
import almanac.base.request.Text;
import almanac.event.model.Attendee;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A requested attendee: an address, or an object with a status (contract, sections 2 and 4).
///
/// @param email the address
/// @param status the status to set; null to keep the current one, or `yet_to_respond` for a new attendee
/// @param others further fields by name
@JsonDeserialize(using = Invitee.Reader.class)
@RegisterForReflection
public record Invitee(
        @NotNull(message = "is required") @Text(min = 3, max = 254) @Address
        String email,

        Attendee.@Nullable Status status,

        Map<String, JsonNode> others) {

    /// An attendee given by address only.
    public static Invitee of(String email) {
        return new Invitee(email, null, Map.of());
    }

    /// The object form, as Jackson reads it.
    record Fields(
            String email,
            Attendee.@Nullable Status status,
            @JsonAnySetter Map<String, JsonNode> others) {}

    /// Reads either form.
    static class Reader extends StdDeserializer<Invitee> {
        /// For Jackson.
        Reader() {
            super(Invitee.class);
        }

        @Override
        public Invitee deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                return of(parser.getText());
            }
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                throw new UnreadableValueException(parser, "must be an address, or an object with an email");
            }
            var fields = context.readValue(parser, Fields.class);
            return new Invitee(fields.email(), fields.status(), fields.others() == null ? Map.of() : fields.others());
        }
    }
}

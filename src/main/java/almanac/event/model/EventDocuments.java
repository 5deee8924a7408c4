package almanac.event.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.inject.Singleton;
import java.util.List;

/// The JSON of events: written once when an event changes, and handed out as it is by every call, stream
/// and line of the log.
@Singleton
public class EventDocuments {
    /// How a document ends for the account that runs the event, and for every other: in place of its last
    /// character.
    private static final List<String> ENDINGS = List.of(",\"role\":\"organizer\"}", ",\"role\":\"participant\"}");

    private final ObjectMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /// The document of an event, without a role.
    public String write(Event event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The event of a document.
    public Event read(String document) {
        try {
            return json.readValue(document, Event.class);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// A document as an account sees it.
    public static String seen(String document, boolean isOrganizer) {
        return document.substring(0, document.length() - 1) + ending(isOrganizer);
    }

    /// Both endings as an array for SQL: the one for the organizer first.
    public static String[] endings() {
        return ENDINGS.toArray(String[]::new);
    }

    /// How a document ends for an account.
    public static String ending(boolean isOrganizer) {
        return ENDINGS.get(isOrganizer ? 0 : 1);
    }
}

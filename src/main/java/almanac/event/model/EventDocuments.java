package almanac.event.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.inject.Singleton;
import java.util.List;

/// The JSON of events. It is written once when an event changes; calls, streams and log entries send it
/// unchanged.
@Singleton
public class EventDocuments {
    /// The endings of a document for the organizer and for other accounts. They replace its last character.
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

    /// Parses a document.
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

    /// Both endings as an SQL array, the organizer's first.
    public static String[] endings() {
        return ENDINGS.toArray(String[]::new);
    }

    /// The ending of a document for an account.
    public static String ending(boolean isOrganizer) {
        return ENDINGS.get(isOrganizer ? 0 : 1);
    }
}

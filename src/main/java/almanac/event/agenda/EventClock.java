package almanac.event.agenda;

import almanac.access.account.Accounts;
import almanac.log.change.ClockFacts;
import almanac.log.change.ClockFacts.Invitation;
import almanac.log.change.ClockFacts.Notice;
import almanac.log.change.Viewer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/// What the clock tells of an event, from its document (docs/recurrence.md, 7.1).
final class EventClock {
    private EventClock() {}

    /// The facts of an event, by its JSON.
    static ClockFacts facts(String json, Viewer viewer, ObjectMapper mapper) {
        try {
            return facts(mapper.readTree(json), viewer);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The facts of an event. Those of a series are the facts of each of its plain occurrences.
    static ClockFacts facts(JsonNode event, Viewer viewer) {
        return new ClockFacts(event.get("title").asText(), invitation(event, viewer), notices(event));
    }

    /// The viewer's invitation to an event.
    static Invitation invitation(JsonNode event, Viewer viewer) {
        for (var attendee : event.get("attendees")) {
            if (Accounts.address(attendee.get("email").asText()).equals(viewer.address())) {
                return attendee.get("status").asText().equals("declined") ? Invitation.DECLINED : Invitation.OPEN;
            }
        }
        return Invitation.NONE;
    }

    /// Reminders by e-mail are sent by mail, whether or not a stream is open.
    private static List<Notice> notices(JsonNode event) {
        var notices = new ArrayList<Notice>();
        for (var reminder : event.path("reminders")) {
            var type = reminder.get("type").asText();
            if (!type.equals("email")) {
                notices.add(new Notice(type, reminder.get("minutes").asLong()));
            }
        }
        return List.copyOf(notices);
    }
}

package almanac.mirror.client;

import static almanac.mirror.client.RemoteFields.elements;
import static almanac.mirror.client.RemoteFields.number;
import static almanac.mirror.client.RemoteFields.text;

import almanac.access.account.Accounts;
import almanac.base.request.Millis;
import almanac.base.request.Texts;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventReminder;
import almanac.event.model.Person;
import almanac.event.write.MirroredEvent;
import almanac.mirror.client.Reading.Parsed;
import almanac.mirror.client.Reading.Unreadable;
import almanac.mirror.client.RemoteEvent.RemoteAttachment;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one event of an answer.
final class RemoteEventReader {
    /// As long an id can be asked for here.
    private static final int LONGEST_ID = 255;

    private RemoteEventReader() {}

    static Reading<RemoteEvent> read(JsonNode node) {
        var name = RemoteId.of(node);
        var id = name.text();
        var start = number(node, "start_time");
        var end = number(node, "end_time");
        if (!name.isSound()) {
            return new Unreadable<>("it has no id, or a recurrence_id that is no moment");
        }
        if (id.length() > LONGEST_ID || !Texts.isStorable(node.path("id").asText())) {
            return new Unreadable<>("its id is longer than 255 characters, or holds what cannot be stored");
        }
        if (start == null || end == null || !isMoment(start) || !isMoment(end)) {
            return new Unreadable<>("its times cannot be read");
        }
        return new Parsed<>(new RemoteEvent(
                event(node, id, start, Math.max(end, start + 1)), text(node, "calendar_id"), tag(node), files(node)));
    }

    private static boolean isMoment(long millis) {
        return millis >= Millis.FIRST && millis <= Millis.LAST;
    }

    private static String tag(JsonNode node) {
        return text(node, "edit_tag").isEmpty() ? text(node, "etag") : text(node, "edit_tag");
    }

    private static MirroredEvent event(JsonNode node, String id, long start, long end) {
        var zone = RemoteFields.zone(text(node, "timezone"));
        return new MirroredEvent(
                id,
                RemoteFields.uuid(text(node, "entity_id")),
                RemoteFields.named(Event.Type.values(), text(node, "type")).orElse(Event.Type.NORMAL_EVENT),
                text(node, "title"),
                text(node, "description"),
                text(node, "location"),
                start,
                end,
                zone == null ? "UTC" : zone,
                node.path("isallday").asBoolean(false),
                person(node.path("creator")),
                person(node.path("organizer")),
                attendees(node.path("attendees")),
                RemoteNumber.of(tag(node)).orElse(0),
                text(node, "meeting_link").isEmpty() ? null : text(node, "meeting_link"),
                reminders(node.path("reminders")),
                null);
    }

    private static Person person(JsonNode node) {
        var email = text(node, "email");
        var name = text(node, "name");
        var id = text(node, "id").isEmpty() ? text(node, "zuid") : text(node, "id");
        return new Person(name.isEmpty() ? email : name, email, id);
    }

    private static List<Attendee> attendees(JsonNode node) {
        var byAddress = new LinkedHashMap<String, Attendee>();
        elements(node).forEach(one -> {
            var email = text(one, "email");
            if (!email.isEmpty()) {
                var person = person(one);
                var status = Attendee.Status.parse(text(one, "status")).orElse(Attendee.Status.YET_TO_RESPOND);
                byAddress.putIfAbsent(
                        Accounts.address(email),
                        new Attendee(status, person.name(), email, person.id().isEmpty() ? null : person.id()));
            }
        });
        return List.copyOf(byAddress.values());
    }

    private static @Nullable List<EventReminder> reminders(JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        return elements(node)
                .flatMap(one -> RemoteFields.named(EventReminder.Type.values(), text(one, "type"))
                        .map(type -> new EventReminder(type, RemoteFields.minutes(one)))
                        .stream())
                .toList();
    }

    private static @Nullable List<RemoteAttachment> files(JsonNode node) {
        if (!node.path("attachments").isArray()) {
            return null;
        }
        return elements(node.get("attachments"))
                .filter(one -> !text(one, "fileId").isEmpty())
                .map(one -> new RemoteAttachment(
                        text(one, "fileId"),
                        text(one, "fileName").isEmpty() ? "file" : text(one, "fileName"),
                        Math.max(0, one.path("size").asLong(0)),
                        text(one, "contentType").isEmpty() ? "application/octet-stream" : text(one, "contentType")))
                .toList();
    }
}

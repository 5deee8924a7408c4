package almanac.mirror.client;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.request.Texts;
import almanac.base.request.Zone;
import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarReminder;
import almanac.calendar.model.Privilege;
import almanac.calendar.store.MirroredCalendar;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventReminder;
import almanac.event.model.Person;
import almanac.event.write.MirroredEvent;
import almanac.mirror.client.RemoteEvent.RemoteAttachment;
import almanac.mirror.link.UpstreamException.Garbled;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads what other services say, as leniently as it may be said: fields that are not known, ids and
/// times as numbers or as text, lists as the documented object or as the array of groups that is really
/// sent. What makes no sense is passed over, and the rest is read.
@Singleton
class RemoteJson {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final int LONGEST_ID = 512;

    private final ObjectMapper mapper = new JsonMapper();

    /// What an answer says.
    ///
    /// @throws Garbled where that is no JSON
    JsonNode read(Buffer body) {
        try {
            var node = mapper.readTree(body.getBytes());
            if (node == null || node.isMissingNode()) {
                throw new Garbled("answers nothing");
            }
            return node;
        } catch (IOException noJson) {
            throw new Garbled("answers what is no JSON");
        }
    }

    /// The calendars of an answer.
    List<RemoteCalendar> calendars(Buffer body) {
        return items(read(body)).flatMap(node -> calendar(node).stream()).toList();
    }

    /// The events of an answer; an event that is told twice counts once.
    List<RemoteEvent> events(Buffer body) {
        var events = new LinkedHashMap<String, RemoteEvent>();
        items(read(body)).flatMap(node -> event(node).stream()).forEach(event -> events.put(event.id(), event));
        return List.copyOf(events.values());
    }

    /// The one event of an answer.
    ///
    /// @throws Garbled where there is none
    RemoteEvent event(Buffer body) {
        return events(body).stream().findFirst().orElseThrow(() -> new Garbled("answers no event"));
    }

    /// The ids of what was uploaded.
    List<String> fileIds(Buffer body) {
        return elements(read(body).path("attachments"))
                .map(node -> text(node, "fileId"))
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /// The tag in the answer to an answer; empty where there is none.
    String tag(Buffer body) {
        return text(read(body).path("data"), "etag");
    }

    /// What an error says: its code.
    String code(Buffer body, String otherwise) {
        try {
            var code = read(body).path("code").asText("");
            return code.isEmpty() || code.length() > 100 || !Texts.isStorable(code) ? otherwise : code;
        } catch (Garbled silent) {
            return otherwise;
        }
    }

    /// What an error finds wrong, by field.
    List<FieldError> errors(Buffer body) {
        try {
            return elements(read(body).path("errors"))
                    .map(node -> new FieldError(text(node, "field"), text(node, "message")))
                    .limit(20)
                    .toList();
        } catch (Garbled silent) {
            return List.of();
        }
    }

    /// The documented object, or groups of it, however deep.
    private static Stream<JsonNode> items(JsonNode node) {
        if (node.isArray()) {
            return elements(node).flatMap(RemoteJson::items);
        }
        if (node.has("data") && !node.has("id")) {
            return items(node.get("data"));
        }
        if (node.isObject() && (node.has("id") || node.isEmpty())) {
            return Stream.of(node);
        }
        throw new Garbled("answers no list");
    }

    private static Stream<JsonNode> elements(JsonNode node) {
        return StreamSupport.stream(node.spliterator(), false);
    }

    private static Optional<RemoteCalendar> calendar(JsonNode node) {
        var number = RemoteNumber.of(text(node, "id"));
        if (number.isEmpty()) {
            return Optional.empty();
        }
        var reference = text(node, "calendar_id");
        var key = CalendarKey.parse(reference);
        var code = key.orElse(null) instanceof CalendarKey.ByCode byCode ? byCode.code() : null;
        var uid = text(node, "uid");
        return Optional.of(new RemoteCalendar(
                new MirroredCalendar(
                        number.getAsLong(),
                        HEX.matcher(uid).matches() ? uid : null,
                        code,
                        text(node, "name"),
                        text(node, "description"),
                        matching(COLOR, text(node, "color")),
                        matching(COLOR, text(node, "textcolor")),
                        zone(text(node, "timezone")),
                        privilege(text(node, "privilege")),
                        node.path("isdefault").asBoolean(false),
                        node.path("visibility").asBoolean(true),
                        node.path("status").asBoolean(true),
                        Math.clamp(node.path("order").asLong(0), 0, 100_000),
                        calendarReminders(node.path("reminders"))),
                reference.isEmpty() ? null : reference));
    }

    private static Optional<RemoteEvent> event(JsonNode node) {
        var id = text(node, "id");
        var start = number(node, "start_time");
        var end = number(node, "end_time");
        if (id.isEmpty() || id.length() > LONGEST_ID || start == null || end == null) {
            return Optional.empty();
        }
        var tag = text(node, "edit_tag").isEmpty() ? text(node, "etag") : text(node, "edit_tag");
        var zone = zone(text(node, "timezone"));
        var event = new MirroredEvent(
                id,
                type(text(node, "type")),
                text(node, "title"),
                text(node, "description"),
                text(node, "location"),
                start,
                Math.max(end, start + 1),
                zone == null ? "UTC" : zone,
                node.path("isallday").asBoolean(false),
                person(node.path("creator")),
                person(node.path("organizer")),
                attendees(node.path("attendees")),
                RemoteNumber.of(tag).orElse(0),
                text(node, "meeting_link").isEmpty() ? null : text(node, "meeting_link"),
                reminders(node.path("reminders")),
                null);
        return Optional.of(new RemoteEvent(event, text(node, "calendar_id"), tag, attachments(node)));
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
                .flatMap(one -> named(EventReminder.Type.values(), text(one, "type"))
                        .map(type -> new EventReminder(
                                type, Math.clamp(Math.abs(one.path("minutes").asLong(0)), 0, 40_320)))
                        .stream())
                .toList();
    }

    private static @Nullable List<CalendarReminder> calendarReminders(JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        var reminders = new ArrayList<CalendarReminder>();
        elements(node).forEach(one -> {
            var action = text(one, "action");
            var minutes = Math.clamp(Math.abs(one.path("minutes").asLong(0)), 0, 40_320);
            if (List.of("email", "popup", "notification").contains(action)) {
                reminders.add(new CalendarReminder(minutes == 0 ? "0" : "-" + minutes, action));
            }
        });
        return reminders;
    }

    private static @Nullable List<RemoteAttachment> attachments(JsonNode node) {
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

    private static Event.Type type(String text) {
        return named(Event.Type.values(), text).orElse(Event.Type.NORMAL_EVENT);
    }

    private static Privilege privilege(String text) {
        return named(Privilege.values(), text)
                .orElseGet(() -> text.contains("edit") || text.contains("delegate") ? Privilege.EDIT : Privilege.VIEW);
    }

    private static <T extends Enum<T>> Optional<T> named(T[] values, String text) {
        Function<T, String> name = value -> value.name().toLowerCase(Locale.ROOT);
        return Arrays.stream(values)
                .filter(value -> name.apply(value).equals(text.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    private static @Nullable String zone(String text) {
        var name = Zone.Names.canonical(text);
        return Zone.Names.isKnown(name) ? name : null;
    }

    private static @Nullable String matching(Pattern pattern, String text) {
        return pattern.matcher(text).matches() ? text : null;
    }

    private static @Nullable Long number(JsonNode node, String field) {
        var value = node.path(field);
        if (value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        var number = value.isTextual() ? RemoteNumber.of(value.asText()) : OptionalLong.empty();
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    /// A text or a number as text, without what the database cannot hold; empty where there is none.
    private static String text(JsonNode node, String field) {
        var value = node.path(field);
        if (!value.isValueNode() || value.isNull()) {
            return "";
        }
        var text = value.asText();
        return Texts.isStorable(text) ? text : text.replaceAll("[\\x00\\ud800-\\udfff]", "\ufffd");
    }
}

package almanac.event.model;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.event.attachment.Attachment;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The read-only fields of an event. A PUT may contain them with the values of a GET (contract, "Reading of
/// requests").
public final class SentBack {
    /// The read-only fields of an event.
    private static final Set<String> OF_AN_EVENT = Set.of(
            "id",
            "entity_id",
            "entity_type",
            "isallday",
            "is_big_chat_event",
            "creator",
            "organizer",
            "meeting_link",
            "role");

    private static final Set<String> OF_AN_ATTENDEE = Set.of("id", "name");
    private static final Set<String> OF_AN_ATTACHMENT = Set.of("fileName", "size", "contentType", "preview", "url");

    private SentBack() {}

    /// Checks the fields beyond those that can be set.
    ///
    /// @param isNew whether the event is to be created
    /// @throws ProblemException 400 for fields that no event has, and for any read-only field of a new event
    public static void check(EventRequest request, boolean isNew) {
        var unknown = Stream.of(
                        unknown(request.others(), isNew ? Set.of() : OF_AN_EVENT, ""),
                        unknown("attendees", ofAttendees(request), isNew ? Set.of() : OF_AN_ATTENDEE),
                        unknown("attachments", ofAttachments(request), isNew ? Set.of() : OF_AN_ATTACHMENT))
                .flatMap(fields -> fields)
                .map(field -> new FieldError(field, "is not known here"))
                .toList();
        if (!unknown.isEmpty()) {
            throw ProblemException.of(Problem.BAD_REQUEST, "extra_param_found", unknown);
        }
    }

    private static List<Map<String, JsonNode>> ofAttendees(EventRequest request) {
        return request.attendees() == null
                ? List.of()
                : request.attendees().stream().map(Invitee::others).toList();
    }

    private static List<Map<String, JsonNode>> ofAttachments(EventRequest request) {
        return request.attachments() == null
                ? List.of()
                : request.attachments().stream()
                        .map(EventRequest.AttachmentRef::others)
                        .toList();
    }

    private static Stream<String> unknown(String list, List<Map<String, JsonNode>> sent, Set<String> known) {
        return IntStream.range(0, sent.size())
                .boxed()
                .flatMap(index -> unknown(sent.get(index), known, list + "[" + index + "]."));
    }

    private static Stream<String> unknown(Map<String, JsonNode> sent, Set<String> known, String path) {
        return sent.keySet().stream().filter(field -> !known.contains(field)).map(field -> path + field);
    }

    /// The read-only fields whose values differ from the stored ones.
    ///
    /// @param event as the client sees it
    public static List<FieldError> changed(EventRequest request, Event event) {
        var changed = new ArrayList<FieldError>();
        request.others().forEach((field, sent) -> {
            if (!sent.isNull() && !isOf(event, field, sent)) {
                changed.add(error(field));
            }
        });
        changed.addAll(changedAttendees(request, event));
        changed.addAll(changedAttachments(request, event));
        return changed;
    }

    private static List<FieldError> changedAttendees(EventRequest request, Event event) {
        var invitees = Objects.requireNonNullElse(request.attendees(), List.<Invitee>of());
        var stored = event.attendees().stream()
                .collect(Collectors.toMap(attendee -> Accounts.address(attendee.email()), attendee -> attendee));
        return changed(
                "attendees",
                ofAttendees(request),
                index -> stored.get(Accounts.address(invitees.get(index).email())),
                SentBack::isOf);
    }

    private static List<FieldError> changedAttachments(EventRequest request, Event event) {
        var references = Objects.requireNonNullElse(request.attachments(), List.<EventRequest.AttachmentRef>of());
        var stored =
                event.attachments().stream().collect(Collectors.toMap(Attachment::fileId, attachment -> attachment));
        return changed(
                "attachments",
                ofAttachments(request),
                index -> stored.get(references.get(index).id()),
                SentBack::isOf);
    }

    /// The fields of the items of a list that differ from the stored ones.
    ///
    /// @param sent the read-only fields of each item
    /// @param stored the stored item that an item of the request names; null if there is none
    private static <S> List<FieldError> changed(
            String list,
            List<Map<String, JsonNode>> sent,
            IntFunction<@Nullable S> stored,
            BiPredicate<S, Map.Entry<String, JsonNode>> isOf) {
        var changed = new ArrayList<FieldError>();
        for (var index = 0; index < sent.size(); index++) {
            var item = stored.apply(index);
            for (var field : sent.get(index).entrySet()) {
                if (!field.getValue().isNull() && (item == null || !isOf.test(item, field))) {
                    changed.add(error(list + "[" + index + "]." + field.getKey()));
                }
            }
        }
        return changed;
    }

    private static boolean isOf(Attachment attachment, Map.Entry<String, JsonNode> field) {
        var sent = field.getValue();
        return switch (field.getKey()) {
            case "fileName" -> isText(sent, attachment.fileName());
            case "size" -> sent.isIntegralNumber() && sent.longValue() == attachment.size();
            case "contentType" -> isText(sent, attachment.contentType());
            case "preview" -> sent.isBoolean() && sent.booleanValue() == attachment.preview();
            case "url" -> isText(sent, attachment.url());
            default -> false;
        };
    }

    private static FieldError error(String field) {
        return new FieldError(field, "cannot be set, and is not as it is stored");
    }

    private static boolean isOf(Attendee attendee, Map.Entry<String, JsonNode> field) {
        return switch (field.getKey()) {
            case "id" -> isText(field.getValue(), attendee.id());
            case "name" -> isText(field.getValue(), attendee.name());
            default -> false;
        };
    }

    private static boolean isOf(Event event, String field, JsonNode sent) {
        return switch (field) {
            case "id" -> isText(sent, event.id());
            case "entity_id" -> isText(sent, event.entityId().toString());
            case "entity_type" -> sent.isInt() && sent.intValue() == event.entityType();
            case "isallday" -> sent.isBoolean() && sent.booleanValue() == event.isAllDay();
            case "is_big_chat_event" -> sent.isBoolean() && sent.booleanValue() == event.isBigChatEvent();
            case "creator" -> isPerson(sent, event.creator());
            case "organizer" -> isPerson(sent, event.organizer());
            case "meeting_link" -> isText(sent, event.meetingLink());
            case "role" ->
                isText(sent, event.role() == null ? null : event.role().text());
            default -> false;
        };
    }

    private static boolean isPerson(JsonNode sent, Person person) {
        return sent.isObject()
                && sent.size() == 3
                && isText(sent.path("name"), person.name())
                && isText(sent.path("email"), person.email())
                && isText(sent.path("id"), person.id());
    }

    /// Whether a value equals an id. Ids are strings; some clients send them as numbers.
    private static boolean isText(JsonNode sent, @Nullable String stored) {
        return stored == null
                ? sent.isNull()
                : (sent.isTextual() || sent.isIntegralNumber()) && sent.asText().equals(stored);
    }
}

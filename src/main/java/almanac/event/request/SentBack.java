package almanac.event.request;

import static almanac.base.request.ReadOnlyFields.isText;

import almanac.access.account.Accounts;
import almanac.base.problem.FieldError;
import almanac.base.problem.OpenBody;
import almanac.base.request.ReadOnlyFields;
import almanac.event.attachment.Attachment;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.Person;
import almanac.event.model.Recurrence;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
            "is_big_chat_event",
            "creator",
            "organizer",
            "meeting_link",
            "recurrence",
            "start_date",
            "end_date",
            "role");

    private static final Set<String> OF_AN_ATTENDEE = Set.of("id", "name");
    private static final Set<String> OF_AN_ATTACHMENT = Set.of("fileName", "size", "contentType", "preview", "url");

    private SentBack() {}

    /// The fields beyond those that can be set, which no event has; of a new event also those that are
    /// read-only and not null.
    static Stream<FieldError> unknown(EventRequest request, boolean isNew) {
        Unknown unknown = isNew ? ReadOnlyFields::unknownOfNew : ReadOnlyFields::unknown;
        return Stream.of(
                        unknown.of(request.others(), OF_AN_EVENT, ""),
                        unknown.inItems("attendees", ofAttendees(request), OF_AN_ATTENDEE),
                        unknown.inItems("attachments", ofAttachments(request), OF_AN_ATTACHMENT))
                .flatMap(fields -> fields)
                .map(OpenBody::unknown);
    }

    private static List<Map<String, JsonNode>> ofAttendees(EventRequest request) {
        return others(request.attendees(), Invitee::others);
    }

    private static List<Map<String, JsonNode>> ofAttachments(EventRequest request) {
        return others(request.attachments(), EventRequest.AttachmentRef::others);
    }

    /// The further fields of the items of a list. An item that is null, which the validation refuses, has
    /// none.
    private static <T> List<Map<String, JsonNode>> others(
            @Nullable List<T> items, Function<T, Map<String, JsonNode>> others) {
        return items == null
                ? List.of()
                : items.stream()
                        .map(item -> item == null ? Map.<String, JsonNode>of() : others.apply(item))
                        .toList();
    }

    /// Which sent fields are unknown: see [ReadOnlyFields].
    private interface Unknown {
        Stream<String> of(Map<String, JsonNode> sent, Set<String> known, String path);

        /// The same for the items of a list.
        default Stream<String> inItems(String list, List<Map<String, JsonNode>> sent, Set<String> known) {
            return IntStream.range(0, sent.size())
                    .boxed()
                    .flatMap(index -> of(sent.get(index), known, list + "[" + index + "]."));
        }
    }

    /// The read-only fields whose values differ from the stored ones.
    ///
    /// @param event as the client sees it
    public static List<FieldError> changed(EventRequest request, Event event) {
        var changed = new ArrayList<>(
                ReadOnlyFields.changed(request.others(), "", (field, sent) -> isOf(event, field, sent)));
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
            String list, List<Map<String, JsonNode>> sent, IntFunction<@Nullable S> stored, FieldOf<S> isOf) {
        var changed = new ArrayList<FieldError>();
        for (var index = 0; index < sent.size(); index++) {
            var item = stored.apply(index);
            changed.addAll(ReadOnlyFields.changed(
                    sent.get(index),
                    list + "[" + index + "].",
                    (field, value) -> item != null && isOf.test(item, field, value)));
        }
        return changed;
    }

    /// Whether an item has a field with a value.
    private interface FieldOf<S> {
        boolean test(S item, String field, JsonNode sent);
    }

    private static boolean isOf(Attachment attachment, String field, JsonNode sent) {
        return switch (field) {
            case "fileName" -> isText(sent, attachment.fileName());
            case "size" -> sent.isIntegralNumber() && sent.longValue() == attachment.size();
            case "contentType" -> isText(sent, attachment.contentType());
            case "preview" -> sent.isBoolean() && sent.booleanValue() == attachment.preview();
            case "url" -> isText(sent, attachment.url());
            default -> false;
        };
    }

    private static boolean isOf(Attendee attendee, String field, JsonNode sent) {
        return switch (field) {
            case "id" -> isText(sent, attendee.id());
            case "name" -> isText(sent, attendee.name());
            default -> false;
        };
    }

    private static boolean isOf(Event event, String field, JsonNode sent) {
        return switch (field) {
            case "id" -> isText(sent, event.id());
            case "entity_id" -> isText(sent, event.entityId().toString());
            case "entity_type" -> sent.isInt() && sent.intValue() == event.entityType();
            case "is_big_chat_event" -> sent.isBoolean() && sent.booleanValue() == event.isBigChatEvent();
            case "creator" -> isPerson(sent, event.creator());
            case "organizer" -> isPerson(sent, event.organizer());
            case "meeting_link" -> isText(sent, event.meetingLink());
            // What is sent for a whole series may come from one of its occurrences.
            case "recurrence" -> event.repeats() || (sent.isObject() && isKind(sent, event.recurrence()));
            case "start_date" -> event.repeats() || isText(sent, event.startDate());
            case "end_date" -> event.repeats() || isText(sent, event.endDate());
            case "role" ->
                isText(sent, event.role() == null ? null : event.role().text());
            default -> false;
        };
    }

    private static boolean isKind(JsonNode sent, @Nullable Recurrence recurrence) {
        return switch (recurrence) {
            case Recurrence.Series _ -> isText(sent.path("kind"), "series");
            case Recurrence.Occurrence _ -> isText(sent.path("kind"), "occurrence");
            case Recurrence.Changed _ -> isText(sent.path("kind"), "exception");
            case null -> false;
        };
    }

    private static boolean isPerson(JsonNode sent, Person person) {
        return sent.isObject()
                && sent.size() == 3
                && isText(sent.path("name"), person.name())
                && isText(sent.path("email"), person.email())
                && isText(sent.path("id"), person.id());
    }
}

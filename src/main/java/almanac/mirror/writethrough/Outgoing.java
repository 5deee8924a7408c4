package almanac.mirror.writethrough;

import almanac.access.account.Accounts;
import almanac.event.request.EditScope;
import almanac.event.request.EventRequest;
import almanac.event.request.Invitee;
import almanac.event.write.MirroredEvent;
import almanac.mirror.client.RemoteEvent;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is sent to a remote service: what the caller has sent, in that service's names.
///
/// @param request what the caller has sent
/// @param reference the `calendar_id` there; null where the event stays where it lies
/// @param attachments the ids there of what is to be attached; null where nothing was said
/// @param tag the `edit_tag` there; null for no condition
/// @param recurrenceId the occurrence that is meant; null for none
/// @param scope which occurrences are meant; null if none is
record Outgoing(
        EventRequest request,
        @Nullable String reference,
        @Nullable List<String> attachments,
        @Nullable String tag,
        @Nullable String recurrenceId,
        @Nullable EditScope scope) {

    /// A new event.
    static Outgoing ofNew(EventRequest request, String reference, @Nullable List<String> attachments) {
        return new Outgoing(request, reference, attachments, null, null, null);
    }

    /// The JSON body.
    String json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("title", request.title());
        body.put("start_time", request.startTime());
        body.put("end_time", request.endTime());
        body.put("timezone", request.timezone());
        put(body, "calendar_id", reference);
        put(body, "location", request.location());
        put(body, "description", request.description());
        put(body, "edit_tag", tag);
        var type = request.type();
        put(body, "type", type == null ? null : lower(type));
        putAttendees(body);
        putReminders(body);
        putRecurrence(body);
        if (attachments != null) {
            var ids = body.putArray("attachment_ids");
            attachments.forEach(ids::add);
        }
        return body.toString();
    }

    private void putRecurrence(ObjectNode body) {
        put(body, "recurrence_rule", request.rule());
        put(body, "recurrence_id", recurrenceId);
        put(body, "recurrence_edittype", scope == null ? null : scope.text());
        put(body, "exdates", request.exdates());
        put(body, "rdates", request.rdates());
    }

    private static void put(ObjectNode body, String field, @Nullable List<String> values) {
        if (values != null) {
            var list = body.putArray(field);
            values.forEach(list::add);
        }
    }

    /// Whether it may concern more than one item there: several occurrences, or an event that repeats.
    boolean isOfSeveral() {
        return scope == EditScope.ALL || scope == EditScope.FOLLOWING || (scope == null && request.repeats());
    }

    private void putAttendees(ObjectNode body) {
        var attendees = request.attendees();
        if (attendees == null) {
            return;
        }
        var list = body.putArray("attendees");
        for (var invitee : attendees) {
            var status = invitee.status();
            if (status == null) {
                list.add(invitee.email());
            } else {
                list.addObject().put("email", invitee.email()).put("status", status.text());
            }
        }
    }

    private void putReminders(ObjectNode body) {
        var reminders = request.reminders();
        if (reminders == null) {
            return;
        }
        var list = body.putArray("reminders");
        reminders.forEach(
                reminder -> list.addObject().put("type", lower(reminder.type())).put("minutes", reminder.minutes()));
    }

    private static void put(ObjectNode body, String field, @Nullable String value) {
        if (value != null) {
            body.put(field, value);
        }
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /// Whether an event there came of this request: it says what was sent, was made by that account, and
    /// invites those who were named and nobody else. An event without a creator may be of any account.
    ///
    /// @param maker the address of the account whose link has sent it, as addresses are compared
    boolean hasMade(MirroredEvent event, String maker) {
        var creator = Accounts.address(event.creator().email());
        return isIn(event) && (creator.isEmpty() || creator.equals(maker)) && invites(event, creator);
    }

    /// Services differ in whether they list among the attendees who makes and who runs an event.
    private boolean invites(MirroredEvent event, String creator) {
        var hosts = new HashSet<>(
                List.of(creator, Accounts.address(event.organizer().email())));
        var named = Objects.requireNonNullElse(request.attendees(), List.<Invitee>of()).stream()
                .map(invitee -> Accounts.address(invitee.email()));
        var told = event.attendees().stream().map(attendee -> Accounts.address(attendee.email()));
        return guests(named, hosts).equals(guests(told, hosts));
    }

    private static Set<String> guests(Stream<String> addresses, Set<String> hosts) {
        return addresses.filter(address -> !hosts.contains(address)).collect(Collectors.toSet());
    }

    /// Whether an event there says what was sent.
    boolean isIn(MirroredEvent event) {
        return event.title().equals(request.title())
                && Objects.equals(event.startTime(), request.startTime())
                && Objects.equals(event.endTime(), request.endTime())
                && saysNothingElse(request.location(), event.location())
                && saysNothingElse(request.description(), event.description());
    }

    private static boolean saysNothingElse(@Nullable String sent, String there) {
        return sent == null || sent.equals(there);
    }

    /// What was sent counts where the answer does not tell: Cliq shows no reminders.
    RemoteEvent completed(RemoteEvent answer) {
        var event = answer.event();
        return event.reminders() != null || request.reminders() == null
                ? answer
                : new RemoteEvent(
                        event.withReminders(request.reminders()),
                        answer.reference(),
                        answer.tag(),
                        answer.attachments());
    }
}

package almanac.event.write;

import almanac.access.account.Accounts;
import almanac.calendar.model.CalendarAccess;
import almanac.event.attachment.Attachment;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.EventReminder;
import almanac.event.model.Person;
import almanac.event.store.People;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An event as a remote service returns it.
///
/// @param id its id there and here
/// @param entityId its `entity_id` there; null if that is no UUID
/// @param startTime epoch ms
/// @param endTime epoch ms, after the start
/// @param tag its `edit_tag` there; 0 if that is no number
/// @param reminders null if not returned: the known ones are kept
/// @param attachmentIds the ids here; null if not returned
public record MirroredEvent(
        String id,
        @Nullable UUID entityId,
        Event.Type type,
        String title,
        String description,
        String location,
        long startTime,
        long endTime,
        String timezone,
        boolean isAllDay,
        Person creator,
        Person organizer,
        List<Attendee> attendees,
        long tag,
        @Nullable String meetingLink,
        @Nullable List<EventReminder> reminders,
        @Nullable List<Long> attachmentIds) {

    /// The event with other attachments.
    public MirroredEvent withAttachments(@Nullable List<Long> ids) {
        return with(reminders, ids);
    }

    /// The event with other reminders.
    public MirroredEvent withReminders(@Nullable List<EventReminder> others) {
        return with(others, attachmentIds);
    }

    private MirroredEvent with(@Nullable List<EventReminder> otherReminders, @Nullable List<Long> otherAttachments) {
        return new MirroredEvent(
                id,
                entityId,
                type,
                title,
                description,
                location,
                startTime,
                endTime,
                timezone,
                isAllDay,
                creator,
                organizer,
                attendees,
                tag,
                meetingLink,
                otherReminders,
                otherAttachments);
    }

    /// The event in the form of this service.
    ///
    /// @param before the stored event; null if it is new
    /// @param people the accounts here that it names
    /// @param attached its attachments
    /// @param now its `edit_tag` here
    Event toEvent(@Nullable Event before, CalendarAccess calendar, People people, List<Attachment> attached, long now) {
        return new EventBuilder(
                        id,
                        entityId(before),
                        people.withEmail(creator.email()).orElse(creator),
                        people.withEmail(organizer.email()).orElse(organizer))
                .type(type)
                .texts(title, description, location)
                .times(startTime, endTime, timezone, isAllDay)
                .calendarId(calendar.calendarId())
                .attendees(invited(people))
                .tag(now)
                .meetingLink(type.isConference() ? link(before) : null)
                .reminders(reminders != null ? reminders : before == null ? List.of() : before.reminders())
                .attachments(attached)
                .build();
    }

    /// A stored event keeps its `entity_id`.
    private UUID entityId(@Nullable Event before) {
        return before != null ? before.entityId() : entityId != null ? entityId : UUID.randomUUID();
    }

    /// The link returned, else the known one.
    private @Nullable String link(@Nullable Event before) {
        return meetingLink != null || before == null ? meetingLink : before.meetingLink();
    }

    /// Each address once: other services may compare addresses by other rules.
    private List<Attendee> invited(People people) {
        var byAddress = new LinkedHashMap<String, Attendee>();
        attendees.forEach(
                attendee -> byAddress.putIfAbsent(Accounts.address(attendee.email()), people.attendee(attendee)));
        return List.copyOf(byAddress.values());
    }

    /// The addresses of all people it names, in the form used for comparison.
    Set<String> addresses() {
        return Stream.concat(
                        Stream.of(creator.email(), organizer.email()),
                        attendees.stream().map(Attendee::email))
                .map(Accounts::address)
                .collect(Collectors.toSet());
    }
}

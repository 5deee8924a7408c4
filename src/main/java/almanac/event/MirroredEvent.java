package almanac.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event as a service elsewhere tells it.
///
/// @param id its id there, which is its id here
/// @param startTime epoch ms
/// @param endTime epoch ms, after the start
/// @param tag its `edit_tag` there; 0 where that is no number
/// @param reminders null where nothing was said of them: those that are known stay
/// @param attachmentIds by their ids here; null where nothing was said of them
public record MirroredEvent(
        String id,
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

    /// The same with other attachments.
    public MirroredEvent withAttachments(@Nullable List<Long> ids) {
        return with(reminders, ids);
    }

    /// The same with other reminders.
    public MirroredEvent withReminders(@Nullable List<EventReminder> others) {
        return with(others, attachmentIds);
    }

    private MirroredEvent with(@Nullable List<EventReminder> otherReminders, @Nullable List<Long> otherAttachments) {
        return new MirroredEvent(
                id,
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

    /// Writes what was heard into a row that is otherwise as it was.
    void applyTo(EventRow row, People known) {
        row.type = type.text();
        row.title = title;
        row.description = description;
        row.location = location;
        row.startsAt = startTime;
        row.endsAt = endTime;
        row.timezone = timezone;
        row.allDay = isAllDay;
        row.meetingLink = meetingLink == null ? row.meetingLink : meetingLink;
        row.reminders = reminders == null ? row.reminders : EventReminder.store(reminders);
        var here = known.withEmail(creator.email());
        row.creator = here.map(person -> Long.parseLong(person.id())).orElse(row.creator);
        row.creatorElsewhere = here.isPresent() ? null : creator.toStored();
        here = known.withEmail(organizer.email());
        row.organizer = here.map(person -> Long.parseLong(person.id())).orElse(row.organizer);
        row.organizerElsewhere = here.isPresent() ? null : organizer.toStored();
    }

    /// The attendees as rows of an event.
    List<AttendeeRow> rows(EventRow event) {
        var rows = attendees.stream().map(MirroredEvent::row).toList();
        for (var i = 0; i < rows.size(); i++) {
            EventStore.place(rows.get(i), event, i);
        }
        return rows;
    }

    private static AttendeeRow row(Attendee attendee) {
        var row = new AttendeeRow();
        row.email = attendee.email();
        row.status = attendee.status().text();
        row.name = attendee.name();
        row.person = attendee.id();
        return row;
    }
}

package almanac.event.model;

import almanac.event.attachment.Attachment;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Makes an event from another one. The days of an all-day event follow from its times and zone.
public final class EventBuilder {
    private String id;
    private UUID entityId;
    private Event.Type type;
    private String title;
    private String description;
    private String location;
    private String timezone;
    private boolean isAllDay;
    private String calendarId;
    private Person creator;
    private Person organizer;
    private List<Attendee> attendees;
    private long editTag;
    private @Nullable String meetingLink;
    private List<EventReminder> reminders;
    private List<Attachment> attachments;
    private @Nullable Transparency transparency;
    private @Nullable String recurrenceRule;
    private @Nullable String recurrenceId;
    private @Nullable Recurrence recurrence;
    private long startTime;
    private long endTime;
    private Event.@Nullable Role role;

    EventBuilder(Event event) {
        id = event.id();
        entityId = event.entityId();
        type = event.type();
        title = event.title();
        description = event.description();
        location = event.location();
        timezone = event.timezone();
        isAllDay = event.isAllDay();
        calendarId = event.calendarId();
        creator = event.creator();
        organizer = event.organizer();
        attendees = event.attendees();
        editTag = event.editTag();
        meetingLink = event.meetingLink();
        reminders = event.reminders();
        attachments = event.attachments();
        transparency = event.transparency();
        recurrenceRule = event.recurrenceRule();
        recurrenceId = event.recurrenceId();
        recurrence = event.recurrence();
        startTime = event.startTime();
        endTime = event.endTime();
        role = event.role();
    }

    /// A new event with an id; everything else is empty, and the times are 0.
    public EventBuilder(String id, UUID entityId, Person creator, Person organizer) {
        this.id = id;
        this.entityId = entityId;
        this.creator = creator;
        this.organizer = organizer;
        type = Event.Type.NORMAL_EVENT;
        title = "";
        description = "";
        location = "";
        timezone = "UTC";
        calendarId = "";
        attendees = List.of();
        reminders = List.of();
        attachments = List.of();
    }

    public EventBuilder id(String other) {
        id = other;
        return this;
    }

    public EventBuilder entityId(UUID other) {
        entityId = other;
        return this;
    }

    public EventBuilder type(Event.Type other) {
        type = other;
        return this;
    }

    public EventBuilder texts(String otherTitle, String otherDescription, String otherLocation) {
        title = otherTitle;
        description = otherDescription;
        location = otherLocation;
        return this;
    }

    /// Sets the times.
    ///
    /// @param start epoch ms
    /// @param end epoch ms
    public EventBuilder times(long start, long end) {
        startTime = start;
        endTime = end;
        return this;
    }

    /// Sets the times and their zone.
    ///
    /// @param start epoch ms
    /// @param end epoch ms
    /// @param zone the name of the zone
    /// @param wholeDays whether the times are those of whole days in the zone
    public EventBuilder times(long start, long end, String zone, boolean wholeDays) {
        timezone = zone;
        isAllDay = wholeDays;
        return times(start, end);
    }

    public EventBuilder allDay(boolean whole) {
        isAllDay = whole;
        return this;
    }

    public EventBuilder calendarId(String other) {
        calendarId = other;
        return this;
    }

    public EventBuilder people(Person maker, Person runner) {
        creator = maker;
        organizer = runner;
        return this;
    }

    public EventBuilder attendees(List<Attendee> others) {
        attendees = others;
        return this;
    }

    public EventBuilder tag(long other) {
        editTag = other;
        return this;
    }

    public EventBuilder meetingLink(@Nullable String other) {
        meetingLink = other;
        return this;
    }

    public EventBuilder reminders(List<EventReminder> others) {
        reminders = others;
        return this;
    }

    public EventBuilder attachments(List<Attachment> others) {
        attachments = others;
        return this;
    }

    /// Sets whether it makes its attendees busy.
    ///
    /// @param other opaque is the same as null
    public EventBuilder transparency(@Nullable Transparency other) {
        transparency = other == Transparency.OPAQUE ? null : other;
        return this;
    }

    /// What the event is of a series.
    ///
    /// @param rule the rule of the series; null without one
    /// @param occurrence the recurrence id; null for a whole series and for an event that does not repeat
    /// @param kind null for an event that does not repeat
    public EventBuilder recurrence(@Nullable String rule, @Nullable String occurrence, @Nullable Recurrence kind) {
        recurrenceRule = rule;
        recurrenceId = occurrence;
        recurrence = kind;
        return this;
    }

    EventBuilder role(Event.Role other) {
        role = other;
        return this;
    }

    public Event build() {
        return new Event(
                id,
                entityId,
                Event.ENTITY_TYPE,
                type,
                title,
                description,
                location,
                timezone,
                isAllDay,
                calendarId,
                false,
                creator,
                organizer,
                attendees,
                editTag,
                meetingLink,
                reminders,
                attachments,
                transparency,
                recurrenceRule,
                recurrenceId,
                recurrence,
                isAllDay ? WholeDays.day(startTime, timezone) : null,
                isAllDay ? WholeDays.day(endTime, timezone) : null,
                startTime,
                endTime,
                role);
    }
}

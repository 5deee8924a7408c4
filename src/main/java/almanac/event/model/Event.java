package almanac.event.model;

import almanac.event.attachment.Attachment;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event (contract, section 2), and the role of the viewing account.
///
/// Its JSON is written when it changes and stored without a role; see [EventDocuments]. Times and role are
/// the last members, so that they can be replaced in the text.
///
/// @param role the viewer's role; null in the stored form
@RegisterForReflection
public record Event(
        String id,
        @JsonProperty("entity_id") UUID entityId,
        @JsonProperty("entity_type") int entityType,
        Type type,
        String title,
        String description,
        String location,
        String timezone,
        @JsonProperty("isallday") boolean isAllDay,
        @JsonProperty("calendar_id") String calendarId,
        @JsonProperty("is_big_chat_event") boolean isBigChatEvent,
        Person creator,
        Person organizer,
        List<Attendee> attendees,

        @JsonProperty("edit_tag") @JsonFormat(shape = JsonFormat.Shape.STRING)
        long editTag,

        @JsonProperty("meeting_link") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String meetingLink,

        List<EventReminder> reminders,
        List<Attachment> attachments,
        @JsonProperty("start_time") long startTime,
        @JsonProperty("end_time") long endTime,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Role role) {

    /// The `entity_type` of every event.
    public static final int ENTITY_TYPE = 8;

    /// The kind of meeting.
    public enum Type {
        @JsonProperty("normal_event")
        NORMAL_EVENT,
        @JsonProperty("event_management")
        EVENT_MANAGEMENT,
        @JsonProperty("audio_conference")
        AUDIO_CONFERENCE,
        @JsonProperty("video_conference")
        VIDEO_CONFERENCE;

        public boolean isConference() {
            return this == AUDIO_CONFERENCE || this == VIDEO_CONFERENCE;
        }
    }

    /// The viewer's role.
    public enum Role {
        @JsonProperty("organizer")
        ORGANIZER,
        @JsonProperty("participant")
        PARTICIPANT;

        /// The lower-case form used in events.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The event with a role.
    Event withRole(Role seen) {
        return copy(isAllDay, creator, organizer, attendees, editTag, seen);
    }

    /// The event with another creator and organizer.
    public Event withPeople(Person maker, Person runner) {
        return copy(isAllDay, maker, runner, attendees, editTag, role);
    }

    /// The event with other attendees and a new tag.
    public Event withAttendees(List<Attendee> others, long tag) {
        return copy(isAllDay, creator, organizer, others, tag, role);
    }

    /// The event with another `isallday` and a new tag.
    public Event withAllDay(boolean whole, long tag) {
        return copy(whole, creator, organizer, attendees, tag, role);
    }

    private Event copy(
            boolean whole, Person maker, Person runner, List<Attendee> invited, long tag, @Nullable Role seen) {
        return new Event(
                id,
                entityId,
                entityType,
                type,
                title,
                description,
                location,
                timezone,
                whole,
                calendarId,
                isBigChatEvent,
                maker,
                runner,
                invited,
                tag,
                meetingLink,
                reminders,
                attachments,
                startTime,
                endTime,
                seen);
    }
}

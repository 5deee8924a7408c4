package almanac.event;

import almanac.attachment.Attachment;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as one account sees it (contract, section 2).
@RegisterForReflection
public record Event(
        String id,
        @JsonProperty("entity_id") UUID entityId,
        @JsonProperty("entity_type") int entityType,
        Type type,
        String title,
        String description,
        String location,
        @JsonProperty("start_time") long startTime,
        @JsonProperty("end_time") long endTime,
        String timezone,
        @JsonProperty("isallday") boolean isAllDay,
        @JsonProperty("calendar_id") String calendarId,
        @JsonProperty("is_big_chat_event") boolean isBigChatEvent,
        Person creator,
        Person organizer,
        List<Attendee> attendees,
        Role role,

        @JsonProperty("edit_tag") @JsonFormat(shape = JsonFormat.Shape.STRING)
        long editTag,

        @JsonProperty("meeting_link") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String meetingLink,

        List<EventReminder> reminders,
        List<Attachment> attachments) {

    private static final int ENTITY_TYPE = 8;

    /// What kind of meeting it is.
    public enum Type {
        @JsonProperty("normal_event")
        NORMAL_EVENT,
        @JsonProperty("event_management")
        EVENT_MANAGEMENT,
        @JsonProperty("audio_conference")
        AUDIO_CONFERENCE,
        @JsonProperty("video_conference")
        VIDEO_CONFERENCE;

        boolean isConference() {
            return this == AUDIO_CONFERENCE || this == VIDEO_CONFERENCE;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Type stored(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    /// What the account that looks has to do with it.
    public enum Role {
        @JsonProperty("organizer")
        ORGANIZER,
        @JsonProperty("participant")
        PARTICIPANT
    }

    /// Puts an event together for an account that looks at it.
    static Event of(
            EventRow row,
            String calendarId,
            Person creator,
            Person organizer,
            List<Attendee> attendees,
            List<Attachment> attachments,
            long viewer) {
        var type = Type.stored(row.type);
        return new Event(
                row.id,
                row.entityId,
                ENTITY_TYPE,
                type,
                row.title,
                row.description,
                row.location,
                row.startsAt,
                row.endsAt,
                row.timezone,
                row.allDay,
                calendarId,
                false,
                creator,
                organizer,
                attendees,
                row.isOrganizedBy(viewer) ? Role.ORGANIZER : Role.PARTICIPANT,
                row.editTag,
                type.isConference() ? row.meetingLink : null,
                EventReminder.load(row.reminders),
                attachments);
    }
}

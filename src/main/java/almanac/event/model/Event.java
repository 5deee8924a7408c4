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
/// @param transparency null if it makes its attendees busy
/// @param recurrenceRule the rule that it repeats by; null if there is none
/// @param recurrenceId which occurrence of its series it is; null if it is none
/// @param recurrence null for an event that does not repeat
/// @param startDate the first day of an all-day event, such as `2025-02-10`; null for others
/// @param endDate the day after the last one of an all-day event; null for others
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

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Transparency transparency,

        @JsonProperty("recurrence_rule") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String recurrenceRule,

        @JsonProperty("recurrence_id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String recurrenceId,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Recurrence recurrence,

        @JsonProperty("start_date") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String startDate,

        @JsonProperty("end_date") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        String endDate,

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
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whether it repeats: its times are those of its first occurrence.
    public boolean repeats() {
        return recurrence instanceof Recurrence.Series;
    }

    /// The name of the item: its id, and for one occurrence of a series also the recurrence id.
    public String key() {
        return key(id, recurrenceId);
    }

    /// The name of an item.
    ///
    /// @param recurrenceId null if it is no occurrence of a series
    public static String key(String id, @Nullable String recurrenceId) {
        return recurrenceId == null ? id : id + "/" + recurrenceId;
    }

    /// An event to be made from this one.
    public EventBuilder but() {
        return new EventBuilder(this);
    }
}

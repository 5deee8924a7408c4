package almanac.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An event as it is stored, without its attendees.
@Entity(name = "Event")
@Table(name = "event")
@SuppressWarnings("NullAway.Init")
class EventRow {
    @Id
    String id;

    @Column(name = "entity_id")
    UUID entityId;

    @Column(name = "calendar_id")
    long calendarId;

    String type;
    String title;
    String description;
    String location;

    @Column(name = "starts_at")
    long startsAt;

    @Column(name = "ends_at")
    long endsAt;

    String timezone;

    @Column(name = "all_day")
    boolean allDay;

    long creator;
    long organizer;

    @Column(name = "meeting_link")
    @Nullable
    String meetingLink;

    String reminders;

    @Column(name = "edit_tag")
    long editTag;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "modified_at")
    long modifiedAt;

    @Column(name = "creator_elsewhere")
    String @Nullable [] creatorElsewhere;

    @Column(name = "organizer_elsewhere")
    String @Nullable [] organizerElsewhere;

    /// Whether an account runs the event. Somebody elsewhere may, and then nobody here does.
    boolean isOrganizedBy(long zuid) {
        return organizerElsewhere == null && organizer == zuid;
    }

    /// Marks a change: the tag rises, also within one millisecond and when the clock goes back.
    void touch(long now) {
        editTag = Math.max(now, editTag + 1);
        modifiedAt = now;
    }
}

package almanac.event;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/// An attendee as it is stored, with the time of the event, by which an invitee's window is found.
@Entity(name = "Attendee")
@Table(name = "attendee")
@IdClass(AttendeeRow.Key.class)
@SuppressWarnings("NullAway.Init")
class AttendeeRow {
    @Id
    @Column(name = "event_id")
    String eventId;

    @Id
    Integer position;

    String email;
    String status;

    @Column(name = "starts_at")
    long startsAt;

    @Column(name = "ends_at")
    long endsAt;

    /// The name and the id of somebody without an account here, where they were heard elsewhere.
    @Nullable
    String name;

    @Nullable
    String person;

    Attendee.Status answer() {
        return Attendee.Status.stored(status);
    }

    /// The primary key, as JPA wants it.
    record Key(String eventId, Integer position) implements Serializable {}
}

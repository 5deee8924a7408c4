package almanac.calendar;

import almanac.calendar.CalendarKey.ByCode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/// A calendar as it is stored.
@Entity(name = "Calendar")
@Table(name = "calendar")
@SuppressWarnings("NullAway.Init")
class CalendarRow {
    @Id
    Long id;

    String uid;
    String code;
    long owner;
    String name;
    String description;
    String color;
    String textcolor;
    String timezone;

    @Column(name = "is_default")
    boolean isDefault;

    boolean visible;
    boolean enabled;

    @Column(name = "include_in_freebusy")
    boolean includeInFreebusy;

    @Column(name = "can_send_mail")
    boolean canSendMail;

    int position;

    /// Pairs of minutes and action, such as `-15 email`, separated by commas.
    String reminders;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "modified_at")
    long modifiedAt;

    long ctag;

    @Column(name = "last_modified_at")
    long lastModifiedAt;

    @Column(name = "emptied_at")
    long emptiedAt;

    /// The address of the service that the calendar is mirrored from; null for a calendar of this one.
    @Nullable
    String upstream;

    /// When was last heard from there, where that is too long ago: epoch ms.
    @Column(name = "behind_since")
    @Nullable
    Long behindSince;

    String calendarId() {
        return new ByCode(id, code).text();
    }

    void touch(long now) {
        ctag++;
        lastModifiedAt = now;
    }
}

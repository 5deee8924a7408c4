package almanac.calendar.store;

import almanac.calendar.model.CalendarKey.ByCode;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Formula;
import org.jspecify.annotations.Nullable;

/// A stored calendar.
@Entity(name = "Calendar")
@Table(name = "calendar")
@SuppressWarnings("NullAway.Init")
class CalendarRow {
    private static final String SINCE = " from change h where h.position > (select l.counted from change_log l)"
            + " and (h.calendar_id = id or h.former_calendar_id = id)";

    /// The number of changes of a calendar that its `ctag` does not include yet.
    static final String UNCOUNTED = "select count(*)" + SINCE;

    /// The time of the latest of these changes that concerns an event. The time of a change of the calendar
    /// itself is in its row.
    static final String LATEST = "select max(h.committed_at)" + SINCE + " and h.kind = 'event'";

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

    /// Whether it takes no two opaque events at one time.
    boolean exclusive;

    int position;

    /// Pairs of minutes and action, such as `-15 email`, separated by commas.
    String reminders;

    @Column(name = "created_at")
    long createdAt;

    @Column(name = "modified_at")
    long modifiedAt;

    /// Incremented with each change of the calendar and its events, up to `change_log.counted`.
    long ctag;

    /// The number of later changes. It is computed, not stored, so that writers of one calendar do not wait
    /// for each other.
    @Formula("(" + UNCOUNTED + ")")
    long uncounted;

    @Column(name = "last_modified_at")
    long lastModifiedAt;

    @Formula("(" + LATEST + ")")
    @Nullable
    Long latestChange;

    @Column(name = "emptied_at")
    long emptiedAt;

    /// The address of the service that the calendar is mirrored from; null for a local one.
    @Nullable
    String upstream;

    /// If the mirror is behind: when the service was last read, in epoch ms.
    @Column(name = "behind_since")
    @Nullable
    Long behindSince;

    String calendarId() {
        return new ByCode(id, code).text();
    }

    /// The `ctag` as clients see it.
    long currentTag() {
        return ctag + uncounted;
    }

    /// When the calendar or one of its events was last changed, in epoch ms.
    long changedAt() {
        return latestChange == null ? lastModifiedAt : Math.max(lastModifiedAt, latestChange);
    }

    /// Includes in the `ctag` a change that is about to be logged.
    void raise() {
        uncounted++;
    }

    /// Records a change of the calendar itself.
    void touch(long now) {
        raise();
        lastModifiedAt = now;
    }
}

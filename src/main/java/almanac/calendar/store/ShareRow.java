package almanac.calendar.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;

/// A stored share: its privilege, and the holder's own settings.
@Entity(name = "Share")
@Table(name = "share")
@IdClass(ShareRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ShareRow {
    @Id
    @Column(name = "calendar_id")
    Long calendarId;

    @Id
    Long zuid;

    String privilege;
    boolean visible;
    boolean enabled;
    int position;

    /// The primary key, as JPA requires.
    record Key(Long calendarId, Long zuid) implements Serializable {}
}

package almanac.event;

import almanac.calendar.CalendarAccess;
import almanac.identity.Caller;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Makes new events: their ids, their defaults and their meeting links.
@Singleton
class NewEvents {
    private static final int ID_BYTES = 16;
    private static final int LINK_BYTES = 16;

    private final EventConfig config;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    NewEvents(EventConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    EventRow row(Caller caller, CalendarAccess calendar, EventRequest request) {
        var row = new EventRow();
        row.id = HexFormat.of().formatHex(bytes(ID_BYTES)) + "@" + config.domain();
        row.entityId = UUID.randomUUID();
        row.calendarId = calendar.id();
        row.type = Event.Type.NORMAL_EVENT.text();
        row.description = "";
        row.location = "";
        row.reminders = "";
        // Whoever writes into a calendar writes for its owner, who therefore is the organizer (RFC 5545, 3.8.4.3).
        row.creator = caller.zuid();
        row.organizer = calendar.owner();
        row.createdAt = clock.millis();
        request.applyTo(row);
        linkMeeting(row);
        row.touch(clock.millis());
        return row;
    }

    /// Gives a conference its link, once: a link that was sent to somebody stays.
    void linkMeeting(EventRow row) {
        if (row.meetingLink == null && Event.Type.stored(row.type).isConference()) {
            var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(LINK_BYTES));
            row.meetingLink = config.meetingLinkTemplate().replace("{token}", token);
        }
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}

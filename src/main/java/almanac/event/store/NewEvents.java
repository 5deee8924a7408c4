package almanac.event.store;

import almanac.access.account.Accounts;
import almanac.access.token.Caller;
import almanac.base.problem.ProblemException;
import almanac.calendar.model.CalendarAccess;
import almanac.calendar.model.CalendarReminder;
import almanac.event.attachment.Attachment;
import almanac.event.model.Attendee;
import almanac.event.model.Event;
import almanac.event.model.EventBuilder;
import almanac.event.model.EventDocuments;
import almanac.event.model.EventReminder;
import almanac.event.model.EventVersion;
import almanac.event.model.WholeDays;
import almanac.event.request.EventRequest;
import almanac.event.request.Invitee;
import almanac.event.series.SeriesEdits;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Makes the next version of an event from a request: a new event with id and defaults, or an edited one.
@Singleton
public class NewEvents {
    private static final int ID_BYTES = 16;
    private static final int LINK_BYTES = 16;

    private final EventConfig config;
    private final EventDocuments documents;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();

    NewEvents(EventConfig config, EventDocuments documents, Clock clock) {
        this.config = config;
        this.documents = documents;
        this.clock = clock;
    }

    /// A new event. Its organizer is the owner of the calendar (RFC 5545, 3.8.4.3).
    public EventVersion create(
            Caller caller, CalendarAccess calendar, EventRequest request, People people, List<Attachment> attachments) {
        var type = Objects.requireNonNullElse(request.type(), Event.Type.NORMAL_EVENT);
        var link = link(type, null);
        var event = new EventBuilder(
                        id(), UUID.randomUUID(), people.withZuid(caller.zuid()), people.withZuid(calendar.owner()))
                .type(type)
                .texts(
                        request.title(),
                        Objects.requireNonNullElse(request.description(), ""),
                        Objects.requireNonNullElse(request.location(), ""))
                .times(request.startTime(), request.endTime(), request.timezone(), isAllDay(request))
                .calendarId(calendar.calendarId())
                .attendees(invited(Objects.requireNonNullElse(request.attendees(), List.of()), List.of(), people))
                .tag(tag(0))
                .meetingLink(type.isConference() ? link : null)
                .reminders(request.reminders() == null ? usual(calendar) : request.reminders())
                .attachments(attachments)
                .transparency(request.transparency())
                .build();
        return version(SeriesEdits.begin(event, request), calendar.owner(), link, calendar);
    }

    /// The default reminders of a calendar.
    private static List<EventReminder> usual(CalendarAccess calendar) {
        return CalendarReminder.load(calendar.reminders()).stream()
                .map(each -> new EventReminder(
                        EventReminder.Type.valueOf(each.action().toUpperCase(Locale.ROOT)),
                        -Integer.parseInt(each.minutes())))
                .toList();
    }

    /// A new event as a file has it, in the form of a stored one: with an id, the people and a tag.
    ///
    /// @param read the event that was read
    public EventVersion create(Caller caller, CalendarAccess calendar, Event read, People people) {
        var event = read.but()
                .id(id())
                .entityId(UUID.randomUUID())
                .people(people.withZuid(caller.zuid()), people.withZuid(calendar.owner()))
                .calendarId(calendar.calendarId())
                .attendees(read.attendees().stream().map(people::attendee).toList())
                .tag(tag(0))
                .build();
        return version(event, calendar.owner(), event.meetingLink(), calendar);
    }

    /// The id of a new event.
    public String id() {
        return HexFormat.of().formatHex(bytes(ID_BYTES)) + "@" + config.domain();
    }

    /// An edited event; absent fields keep their values. What the request says of recurrence is not applied.
    ///
    /// @param people the accounts of the requested attendees
    /// @param attachments the attachments after the edit
    public EventVersion edit(
            EventVersion before,
            CalendarAccess target,
            EventRequest request,
            People people,
            List<Attachment> attachments) {
        var event = before.event();
        if (request.saysWholeDays(event.isAllDay())) {
            throw ProblemException.field("isallday", EventRequest.NO_MIDNIGHTS);
        }
        var type = Objects.requireNonNullElse(request.type(), event.type());
        var link = link(type, before.meetingLink());
        var edited = event.but()
                .type(type)
                .texts(
                        request.title(),
                        Objects.requireNonNullElse(request.description(), event.description()),
                        Objects.requireNonNullElse(request.location(), event.location()))
                .times(request.startTime(), request.endTime(), request.timezone(), isAllDay(request))
                .calendarId(target.calendarId())
                .attendees(
                        request.attendees() == null
                                ? event.attendees()
                                : invited(request.attendees(), event.attendees(), people))
                .tag(tag(event.editTag()))
                .meetingLink(type.isConference() ? link : null)
                .reminders(Objects.requireNonNullElse(request.reminders(), event.reminders()))
                .attachments(attachments)
                .transparency(request.transparency() == null ? event.transparency() : request.transparency())
                .build();
        return version(edited, before.organizer(), link, target);
    }

    private static boolean isAllDay(EventRequest request) {
        return !Boolean.FALSE.equals(request.isAllDay())
                && WholeDays.isOf(request.startTime(), request.endTime(), request.timezone());
    }

    /// An event after an answer to its invitation.
    public EventVersion answer(EventVersion before, Attendee attendee, Attendee.Status status) {
        var attendees = before.event().attendees().stream()
                .map(each -> each.equals(attendee) ? each.answering(status) : each)
                .toList();
        var event = before.event()
                .but()
                .attendees(attendees)
                .tag(tag(before.event().editTag()))
                .build();
        return version(event, before.organizer(), before.meetingLink(), before.calendar());
    }

    /// A version with its document.
    public EventVersion version(Event event, @Nullable Long organizer, @Nullable String link, CalendarAccess calendar) {
        return new EventVersion(event, documents.write(event), organizer, link, calendar);
    }

    /// The next tag. It always rises, also within one millisecond and after the clock was set back.
    public long tag(long before) {
        return Math.max(clock.millis(), before + 1);
    }

    /// The requested attendees; known answers are kept.
    private static List<Attendee> invited(List<Invitee> invitees, List<Attendee> before, People people) {
        Map<String, Attendee> known = new LinkedHashMap<>();
        before.forEach(attendee -> known.put(Accounts.address(attendee.email()), attendee));
        return invitees.stream()
                .map(invitee -> invited(invitee, known.get(Accounts.address(invitee.email()))))
                .map(people::attendee)
                .toList();
    }

    private static Attendee invited(Invitee invitee, @Nullable Attendee before) {
        var kept = before == null ? Attendee.Status.YET_TO_RESPOND : before.status();
        var status = Objects.requireNonNullElse(invitee.status(), kept);
        return new Attendee(status, invitee.email(), invitee.email(), null);
    }

    /// The conference link, generated once.
    private @Nullable String link(Event.Type type, @Nullable String before) {
        if (before != null || !type.isConference()) {
            return before;
        }
        var token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(LINK_BYTES));
        return config.meetingLinkTemplate().replace("{token}", token);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}

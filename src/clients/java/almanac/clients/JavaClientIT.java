package almanac.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.client.ApiClient;
import almanac.client.ApiException;
import almanac.client.ApiResponse;
import almanac.client.model.Attendee;
import almanac.client.model.CalendarEdit;
import almanac.client.model.Change;
import almanac.client.model.ChangePage;
import almanac.client.model.Event;
import almanac.client.model.EventEdit;
import almanac.client.model.EventList;
import almanac.client.model.EventRemoval;
import almanac.client.model.Invitee;
import almanac.client.model.NewEvent;
import almanac.client.model.Problem;
import almanac.client.model.ShareAnswerData;
import almanac.client.model.ShareRequest;
import almanac.client.model.StaleProblem;
import almanac.testing.Api;
import almanac.testing.Installation;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// The client that is generated for Java, against the packaged service.
class JavaClientIT {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static Installation service;

    private JavaClient mara;
    private JavaClient jonas;

    @BeforeAll
    static void start() throws Exception {
        service = Installation.start(Installation.freshData(), "-Dalmanac.admin.token=" + Api.ADMIN_TOKEN);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void makeAccounts() throws ApiException {
        mara = account("mara");
        jonas = account("jonas");
    }

    @Test
    void listsCalendars() throws ApiException {
        var calendars =
                mara.calendars().listCalendars(null, null, null, null, null).getData();
        assertEquals(1, calendars.size());
        assertEquals(mara.calendarId(), calendars.getFirst().getCalendarId());
        assertTrue(calendars.getFirst().getIsdefault());
    }

    @Test
    void aKeyMakesOneEvent() throws ApiException {
        var first = mara.events().createEventWithHttpInfo(tea(), "key-1");
        var second = mara.events().createEventWithHttpInfo(tea(), "key-1");
        assertEquals(only(first).getId(), only(second).getId());
        assertEquals("\"" + only(first).getEditTag() + "\"", header(first, "ETag"));
        assertEquals(1, window(mara).size());
    }

    @Test
    void readsWhatItHasMade() throws ApiException {
        var made = mara.events().createEvent(tea(), null).getData().getFirst();
        var read = mara.events()
                .getEvent(made.getId(), mara.calendarId(), null, null, null)
                .getData()
                .getFirst();
        assertEquals(made, read);
        assertEquals(List.of(made), window(mara));
    }

    @Test
    void editsAndIsToldOfAStaleTag() throws Exception {
        var made = mara.events().createEvent(tea(), null).getData().getFirst();
        var edit = edit(made, "Tea and cake");
        var edited = mara.events()
                .editEvent(made.getId(), edit, null, null)
                .getData()
                .getFirst();
        assertEquals("Tea and cake", edited.getTitle());
        assertNotEquals(made.getEditTag(), edited.getEditTag());

        var stale = refused(412, () -> mara.events().editEvent(made.getId(), edit, null, null));
        var problem = ApiClient.createDefaultObjectMapper().readValue(stale.getResponseBody(), StaleProblem.class);
        assertEquals("edit_tag_stale", problem.getCode());
        assertEquals(List.of(edited), problem.getData());
    }

    @Test
    void answersAnInvitation() throws ApiException {
        var made = mara.events()
                .createEvent(tea().attendees(List.of(jonas.email())), null)
                .getData()
                .getFirst();
        var answer = jonas.events()
                .answerEvent(made.getId(), "accepted", null, null)
                .getData();
        assertEquals(jonas.email(), answer.getAttendees().getFirst().getEmail());
        var seen = window(mara).getFirst().getAttendees().getFirst();
        assertEquals(Attendee.StatusEnum.ACCEPTED, seen.getStatus());
    }

    @Test
    void uploadsAndDownloadsAFile() throws Exception {
        var sent = Files.createTempFile("cake", ".txt");
        try {
            Files.writeString(sent, "two kinds of cake");
            var file = mara.events()
                    .uploadAttachments("upload-1", List.of(sent.toFile()), List.of())
                    .getAttachments()
                    .getFirst();
            var made = mara.events()
                    .createEvent(tea().attachmentIds(List.of(file.getFileId())), null)
                    .getData()
                    .getFirst();
            assertEquals(file.getFileId(), made.getAttachments().getFirst().getFileId());
            var received = mara.events().downloadAttachment(file.getFileId(), null, null, null);
            assertEquals("two kinds of cake", Files.readString(received.toPath()));
            Files.delete(received.toPath());
        } finally {
            Files.delete(sent);
        }
    }

    @Test
    void sharesACalendar() throws ApiException {
        var request = new ShareRequest().privilege(ShareRequest.PrivilegeEnum.EDIT);
        var share = mara.calendars()
                .shareCalendar(mara.calendarNumber(), jonas.email(), request)
                .getData();
        assertEquals(ShareAnswerData.PrivilegeEnum.EDIT, share.getPrivilege());
        var seen = jonas.calendars().listCalendars(null, null, null, null, null).getData();
        assertEquals(2, seen.size());
        mara.calendars().unshareCalendar(mara.calendarNumber(), jonas.email());
        assertEquals(
                1,
                jonas.calendars()
                        .listCalendars(null, null, null, null, null)
                        .getData()
                        .size());
    }

    @Test
    void deletesAnEvent() throws ApiException {
        var inBody = mara.events().createEvent(tea(), null).getData().getFirst();
        var removal = new EventRemoval().calendarId(mara.calendarId()).editTag(inBody.getEditTag());
        mara.events().deleteEvent(inBody.getId(), null, null, null, null, removal);
        var inQuery = mara.events().createEvent(tea(), null).getData().getFirst();
        mara.events().deleteEvent(inQuery.getId(), mara.calendarId(), inQuery.getEditTag(), null, null, null);
        assertEquals(List.of(), window(mara));
    }

    @Test
    void readsRefusals() throws Exception {
        var backwards = tea().endTime(Api.TEN - Api.MINUTE);
        var bad = problem(refused(400, () -> mara.events().createEvent(backwards, null)));
        assertEquals("end_time", bad.getErrors().getFirst().getField());
        var made = jonas.events().createEvent(tea(), null).getData().getFirst();
        var missing = problem(refused(404, () -> mara.events()
                .getEvent(made.getId(), mara.calendarId(), null, null, null)));
        assertEquals(List.of(), missing.getErrors());
    }

    @Test
    void readsThePagesOfTheLog() throws ApiException {
        var begin = changes(null).getCursor();
        var made = mara.events().createEvent(tea(), null).getData().getFirst();
        mara.calendars().editCalendar(mara.calendarNumber(), new CalendarEdit().name("Mine"));
        mara.events().deleteEvent(made.getId(), mara.calendarId(), made.getEditTag(), null, null, null);

        var seen = changes(begin).getData();
        var ofEvent = seen.stream()
                .filter(change -> change.getType() == Change.TypeEnum.EVENT)
                .toList();
        assertEquals(made, ofEvent.getFirst().getItem().getEvent());
        assertNull(ofEvent.getLast().getItem());
        assertTrue(seen.stream()
                .filter(change -> change.getType() == Change.TypeEnum.CALENDAR)
                .anyMatch(change ->
                        change.getItem().getCalendar().getName().equals("Mine")));
    }

    private ChangePage changes(String since) throws ApiException {
        return mara.feeds().listChanges(since, null, null, null, null, null, null, null);
    }

    private static JavaClient account(String name) throws ApiException {
        return JavaClient.of(service.address(), Api.ADMIN_TOKEN, name + ACCOUNTS.incrementAndGet());
    }

    private static NewEvent tea() {
        return new NewEvent()
                .title("Tea")
                .startTime(Api.TEN)
                .endTime(Api.TEN + Api.MINUTE)
                .timezone("Europe/Berlin");
    }

    private static EventEdit edit(Event event, String title) {
        return new EventEdit()
                .title(title)
                .startTime(event.getStartTime())
                .endTime(event.getEndTime())
                .timezone(event.getTimezone())
                .attendees(List.of(new Invitee().email("guest@example.com")))
                .editTag(event.getEditTag());
    }

    private static List<Event> window(JavaClient viewer) throws ApiException {
        return viewer.events()
                .listEvents(
                        Api.TEN,
                        Api.TEN + Api.DAY,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .getData();
    }

    private static Event only(ApiResponse<EventList> answer) {
        return answer.getData().getData().getFirst();
    }

    private static String header(ApiResponse<?> answer, String name) {
        return answer.getHeaders().entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow()
                .getValue()
                .getFirst();
    }

    private static ApiException refused(int status, Executable call) {
        var refusal = assertThrows(ApiException.class, call);
        assertEquals(status, refusal.getCode(), refusal.getResponseBody());
        return refusal;
    }

    private static Problem problem(ApiException refusal) throws Exception {
        return ApiClient.createDefaultObjectMapper().readValue(refusal.getResponseBody(), Problem.class);
    }
}

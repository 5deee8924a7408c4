package almanac.event.freebusy;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static almanac.testing.Api.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Repeating;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Free/busy by JSON.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FreeBusyTest {
    private static final long HOUR = 60 * MINUTE;
    private static final long WEEK = 7 * DAY;

    private static Map<String, Object> at(long start, long end, Object... more) {
        var event = event("Tea");
        event.put("start_time", start);
        event.put("end_time", end);
        for (var place = 0; place < more.length; place += 2) {
            event.put((String) more[place], more[place + 1]);
        }
        return event;
    }

    private static Response find(User asker, long from, long to, Object... emails) {
        return asker.send(Map.of("from", from, "to", to, "emails", List.of(emails)))
                .post("/api/v2/freebusy");
    }

    /// The spans of one person in the week from ten, as hours since ten.
    private static List<String> busy(User asker, User person) {
        return busy(asker, person, TEN, TEN + WEEK);
    }

    private static List<String> busy(User asker, User person, long from, long to) {
        var spans = find(asker, from, to, person.email())
                .then()
                .statusCode(200)
                .extract()
                .<List<Map<String, Object>>>path("data[0].busy");
        return spans.stream()
                .map(span ->
                        hours(span.get("start"), from) + "-" + hours(span.get("end"), from) + " " + span.get("type"))
                .toList();
    }

    private static long hours(Object millis, long from) {
        return (((Number) millis).longValue() - from) / HOUR;
    }

    @Test
    @DisplayName("7.5 people are answered in the order of the request, each once, with their times and nothing else")
    void answersTimesAlone() {
        var mara = Api.user();
        var noor = Api.user();
        Api.create(mara, at(TEN, TEN + HOUR, "title", "Secret", "location", "Vault"));
        var answer = find(
                Api.user(),
                TEN,
                TEN + WEEK,
                noor.email(),
                mara.email(),
                noor.email().toUpperCase(java.util.Locale.ROOT));
        assertEquals(
                List.of(
                        Map.of("email", noor.email(), "busy", List.of(), "shared", true),
                        Map.of(
                                "email",
                                mara.email(),
                                "busy",
                                List.of(Map.of("start", TEN, "end", TEN + HOUR, "type", "busy")),
                                "shared",
                                true)),
                answer.then().statusCode(200).extract().path("data"));
    }

    @Test
    @DisplayName("7.5 GET /freebusy answers the same, by default for 31 days from now")
    void getAnswersTheSame() {
        var mara = Api.user();
        Api.create(mara, at(TEN + 30 * DAY, TEN + 30 * DAY + HOUR));
        Api.create(mara, at(TEN + 32 * DAY, TEN + 32 * DAY + HOUR));
        var asker = Api.user();
        asker.call()
                .queryParam("email", mara.email(), "nobody@example.com")
                .get("/api/v2/freebusy")
                .then()
                .statusCode(200)
                .body("data.size()", org.hamcrest.Matchers.is(2))
                .body("data[0].busy.start", org.hamcrest.Matchers.is(List.of(TEN + 30 * DAY)))
                .body("data.shared", org.hamcrest.Matchers.is(List.of(true, false)));
        assertEquals(
                List.of(TEN + 30 * DAY, TEN + 32 * DAY),
                asker.call()
                        .queryParams("email", mara.email(), "from", TEN, "to", TEN + 62 * DAY)
                        .get("/api/v2/freebusy")
                        .path("data[0].busy.start"));
    }

    @Test
    @DisplayName("7.6 overlaps and neighbours of one type are one span, cut at the window")
    void mergesOverlaps() {
        var mara = Api.user();
        Api.create(mara, at(TEN - HOUR, TEN + 2 * HOUR));
        Api.create(mara, at(TEN + HOUR, TEN + 3 * HOUR));
        Api.create(mara, at(TEN + 3 * HOUR, TEN + 4 * HOUR));
        Api.create(mara, at(TEN + 6 * HOUR, TEN + 7 * HOUR));
        Api.create(mara, at(TEN + WEEK - HOUR, TEN + WEEK + 40 * DAY));
        assertEquals(List.of("0-4 busy", "6-7 busy", "167-168 busy"), busy(Api.user(), mara));
    }

    @Test
    @DisplayName("7.6 invitations count by the answer: declined ones are left out, others than accepted are tentative")
    void invitationsCountByTheirAnswer() {
        var mara = Api.user();
        var host = Api.user();
        for (var status : List.of("accepted", "tentative", "declined", "yet_to_respond")) {
            var place = List.of("accepted", "tentative", "declined", "yet_to_respond")
                    .indexOf(status);
            var start = TEN + 3 * place * HOUR;
            var made = Api.create(host, at(start, start + HOUR, "attendees", List.of(mara.email())));
            if (!status.equals("yet_to_respond")) {
                assertEquals(200, Api.answer(mara, made.get("id"), status).statusCode());
            }
        }
        var asker = Api.user();
        assertEquals(List.of("0-1 busy", "3-4 tentative", "9-10 tentative"), busy(asker, mara));
        assertEquals(List.of("0-1 busy", "3-4 busy", "6-7 busy", "9-10 busy"), busy(asker, host));
    }

    @Test
    @DisplayName("7.6 transparent events and calendars without include_infreebusy are left out")
    void leavesOutWhatMakesNobodyBusy() {
        var mara = Api.user();
        Api.create(mara, at(TEN, TEN + HOUR, "transparency", "transparent"));
        var made = Api.create(mara, at(TEN + 2 * HOUR, TEN + 3 * HOUR, "attendees", List.of(mara.email())));
        var calendar = Api.calendar(mara, "Private");
        Api.create(
                mara,
                at(
                        TEN + 4 * HOUR,
                        TEN + 5 * HOUR,
                        "calendar_id",
                        calendar.get("calendar_id"),
                        "attendees",
                        List.of(mara.email())));
        var asker = Api.user();
        assertEquals(List.of("2-3 busy", "4-5 busy"), busy(asker, mara));
        mara.send(Map.of("include_infreebusy", false))
                .put("/api/v2/calendars/{id}", calendar.get("id"))
                .then()
                .statusCode(200);
        assertEquals(List.of("2-3 busy"), busy(asker, mara));
        var edit = Map.of("start_time", TEN + 2 * HOUR, "end_time", TEN + 3 * HOUR, "transparency", "transparent");
        assertEquals(200, Api.edit(mara, made.get("id"), edit).statusCode());
        assertEquals(List.of(), busy(asker, mara));
    }

    @Test
    @DisplayName("7.6 occurrences count like events, with their exceptions, exclusions and answers")
    void seriesCount() {
        var mara = Api.user();
        var host = Api.user();
        var made = Api.create(
                host, at(TEN, TEN + HOUR, "recurrence_rule", "FREQ=DAILY;COUNT=5", "attendees", List.of(mara.email())));
        assertEquals(200, Api.answer(mara, made.get("id"), "accepted").statusCode());
        assertEquals(
                200,
                Repeating.answer(mara, made, Repeating.id(TEN + DAY), "declined")
                        .statusCode());
        assertEquals(
                200,
                Repeating.answer(mara, made, Repeating.id(TEN + 2 * DAY), "tentative")
                        .statusCode());
        assertEquals(
                204,
                Repeating.delete(host, Repeating.item(host, made, null), Repeating.id(TEN + 3 * DAY), "only")
                        .statusCode());
        var asker = Api.user();
        assertEquals(List.of("0-1 busy", "48-49 tentative", "96-97 busy"), busy(asker, mara));
        assertEquals(List.of("0-1 busy", "24-25 busy", "48-49 busy", "96-97 busy"), busy(asker, host));
        Api.create(mara, at(TEN, TEN + HOUR, "recurrence_rule", "FREQ=DAILY", "transparency", "transparent"));
        assertEquals(List.of("0-1 busy", "48-49 tentative", "96-97 busy"), busy(asker, mara));
    }

    @Test
    @DisplayName("7.6 occurrences that no page covers count too, of own series and of invitations")
    void seriesCountBeyondTheirPages() {
        var mara = Api.user();
        var host = Api.user();
        Api.create(host, at(TEN, TEN + HOUR, "recurrence_rule", "FREQ=DAILY", "attendees", List.of(mara.email())));
        var far = TEN + 4 * 366 * DAY;
        var answer = busy(Api.user(), host, far, far + 2 * DAY);
        assertEquals(2, answer.size(), answer::toString);
        assertEquals(
                Collections.nCopies(2, "tentative"),
                find(Api.user(), far, far + 2 * DAY, mara.email()).path("data[0].busy.type"));
    }

    @Test
    @DisplayName("7.5 more than 50 people or 62 days, an address that is none and a window that ends first are refused")
    void refusesWhatCannotBe() {
        var asker = Api.user();
        var many = Collections.nCopies(51, "a@example.com").toArray();
        Refusal.check(find(asker, TEN, TEN + DAY, many), 400, "emails");
        Refusal.check(find(asker, TEN, TEN + DAY), 400, "emails");
        Refusal.check(find(asker, TEN, TEN + DAY, "nobody"), 400, "emails[0]");
        Refusal.check(find(asker, TEN, TEN, "a@example.com"), 400, "to");
        Refusal.check(find(asker, TEN, TEN + 62 * DAY + 1, "a@example.com"), 400, "to");
        Refusal.check(asker.call().get("/api/v2/freebusy"), 400, "email");
        Refusal.check(asker.call().queryParam("email", "x").get("/api/v2/freebusy"), 400, "email");
        Refusal.check(
                asker.call()
                        .queryParams("email", "a@example.com", "from", TEN, "to", TEN)
                        .get("/api/v2/freebusy"),
                400,
                "to");
    }

    @Test
    @DisplayName("7.5 needs ZohoCalendar.freebusy.READ or .ALL")
    void needsOneOfTwoScopes() {
        var mara = Api.user();
        var body = Map.of("from", TEN, "to", TEN + DAY, "emails", List.of(mara.email()));
        var all = Api.token(mara.zuid(), List.of("ZohoCalendar.freebusy.ALL"));
        assertEquals(
                200,
                Api.as(all)
                        .contentType("application/json")
                        .body(body)
                        .post("/api/v2/freebusy")
                        .statusCode());
        var none = Api.token(mara.zuid(), List.of("ZohoCalendar.event.ALL"));
        var refused = Api.as(none).queryParam("email", mara.email()).get("/api/v2/freebusy");
        assertEquals(403, refused.statusCode());
        assertEquals("the token lacks ZohoCalendar.freebusy.READ", refused.path("errors[0].message"));
    }
}

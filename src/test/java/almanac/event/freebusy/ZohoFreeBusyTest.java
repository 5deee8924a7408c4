package almanac.event.freebusy;

import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Free/busy in the form of Zoho Calendar. The accounts of the tests are in Berlin, where ten in UTC is eleven.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ZohoFreeBusyTest {
    private static final String PATH = "/api/v2/calendars/freebusy";

    private static Response ask(User asker, String email, String from, String to) {
        return asker.call()
                .queryParams("uemail", email, "sdate", from, "edate", to)
                .get(PATH);
    }

    @Test
    @DisplayName("7.5 times are in the caller's zone")
    void answersInTheCallersZone() {
        var mara = Api.user();
        Api.create(mara, Api.event("Tea"));
        ask(Api.user(), mara.email(), "20260302T000000", "20260303T000000")
                .then()
                .statusCode(200)
                .body(
                        "freebusy",
                        equalTo(List.of(Map.of(
                                "startTime", "20260302T110000", "endTime", "20260302T113000", "fbtype", "busy"))));
        assertEquals(
                List.of(),
                ask(Api.user(), mara.email(), "20260302T100000", "20260302T110000")
                        .path("freebusy"));
    }

    @Test
    @DisplayName("7.5 times are in UTC where the request has a Z")
    void answersInUtc() {
        var mara = Api.user();
        var event = Api.event("Tea");
        event.put("start_time", TEN + 1);
        Api.create(mara, event);
        ask(Api.user(), mara.email(), "20260302T000000Z", "20260303T000000Z")
                .then()
                .statusCode(200)
                .body("freebusy[0].startTime", equalTo("20260302T100000Z"))
                .body("freebusy[0].endTime", equalTo("20260302T103000Z"));
    }

    @Test
    @DisplayName("7.5 timebased has the half hours of each day")
    void answersHalfHours() {
        var mara = Api.user();
        var event = Api.event("Tea");
        event.put("start_time", TEN + 10 * MINUTE);
        event.put("end_time", TEN + 40 * MINUTE);
        Api.create(mara, event);
        var expected = new ArrayList<Object>(Arrays.asList(new Object[48]));
        expected.set(22, List.of("11:00-11:30"));
        expected.set(23, List.of("11:30-12:00"));
        var free = Arrays.asList(new Object[48]);
        Api.user()
                .call()
                .queryParams(
                        "uemail",
                        mara.email(),
                        "sdate",
                        "20260302T000000",
                        "edate",
                        "20260304T000000",
                        "ftype",
                        "timebased")
                .get(PATH)
                .then()
                .statusCode(200)
                .body("freebusy", equalTo(Map.of("20260302", expected, "20260303", free)));
    }

    @Test
    @DisplayName("7.6 whose times are not shared, and who does not exist, is fb_not_enabled")
    void tellsNothingOfWhoDoesNotExist() {
        var answer = ask(Api.user(), "nobody@example.com", "20260302T000000", "20260303T000000");
        assertEquals(Map.of("fb_not_enabled", true), answer.path(""));
    }

    @Test
    @DisplayName("7.5 a missing person, a time that is none, and a window that ends first are refused")
    void refusesWhatCannotBe() {
        var asker = Api.user();
        Refusal.check(asker.call().get(PATH), 400, "uemail", "sdate", "edate");
        Refusal.check(ask(asker, "nobody", "20260302T000000", "20260303T000000"), 400, "uemail");
        Refusal.check(ask(asker, "a@example.com", "20260230T000000", "2026-03-03"), 400, "sdate", "edate");
        Refusal.check(ask(asker, "a@example.com", "20260303T000000", "20260303T000000"), 400, "edate");
        Refusal.check(ask(asker, "a@example.com", "20260303T000000", "20260603T000000"), 400, "edate");
    }
}

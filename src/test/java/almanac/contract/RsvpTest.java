package almanac.contract;

import static almanac.testing.Api.answer;
import static almanac.testing.Api.create;
import static almanac.testing.Api.event;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// PUT /events/{id}/statuses/{status} (contract, section 7).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class RsvpTest {
    private final Storage storage;

    RsvpTest(Storage storage) {
        this.storage = storage;
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "tentative", "declined"})
    void recordsTheAnswer(String status) {
        var host = Api.user();
        var guest = Api.user();
        var made = create(host, event("Tea", "attendees", List.of(guest.email())));
        var ctag = Api.ctag(host);
        var body = answer(guest, made.get("id"), status)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var now = Api.read(host, made);
        assertEquals(status, ((Map<?, ?>) ((List<?>) now.get("attendees")).getFirst()).get("status"));
        var answered = Map.of(
                "zuid", guest.zuid(),
                "status", status.toUpperCase(Locale.ROOT),
                "email", guest.email(),
                "isapi", true);
        var expected = Map.of(
                "data",
                Map.of(
                        "uid", made.get("id"),
                        "etag", now.get("edit_tag"),
                        "message", "Status Updated.",
                        "attendees", List.of(answered)));
        assertEquals(expected, body.getMap("$"));
        assertTrue(Long.parseLong((String) now.get("edit_tag")) > Long.parseLong((String) made.get("edit_tag")));
        assertTrue(Api.ctag(host) > ctag);
        assertEquals(List.of("created", "rsvp"), storage.reasonsOf(made.get("id")));
        assertEquals("attendees", storage.changesOf(made.get("id")).getLast().changed());
    }

    @Test
    void takesAnAnswerBack() {
        var guest = Api.user();
        var made = create(Api.user(), event("Tea", "attendees", List.of(guest.email())));
        answer(guest, made.get("id"), "accepted").then().statusCode(200);
        answer(guest, made.get("id"), "yet_to_respond")
                .then()
                .statusCode(200)
                .body("data.attendees[0].status", equalTo("YET_TO_RESPOND"));
    }

    @Test
    void changesNothingWhenTheAnswerIsTheSame() {
        var host = Api.user();
        var guest = Api.user();
        var made = create(host, event("Tea", "attendees", List.of(guest.email())));
        String etag = answer(guest, made.get("id"), "declined").path("data.etag");
        var ctag = Api.ctag(host);
        answer(guest, made.get("id"), "declined").then().statusCode(200).body("data.etag", equalTo(etag));
        assertEquals(ctag, Api.ctag(host));
        assertEquals(List.of("created", "rsvp"), storage.reasonsOf(made.get("id")));
    }

    @Test
    void findsTheAttendeeWhateverTheCaseOfTheAddress() {
        var guest = Api.user();
        var shouted = guest.email().toUpperCase(Locale.ROOT);
        var made = create(Api.user(), event("Tea", "attendees", List.of(shouted)));
        answer(guest, made.get("id"), "accepted").then().statusCode(200);
    }

    @Test
    void refusesTheOrganizerAndWhoeverIsNotInvited() {
        var host = Api.user();
        var viewer = Api.user();
        Api.share(host, viewer, "edit");
        var made = create(host, event("Tea", "attendees", List.of(host.email(), "guest@example.org")));
        Refusal.check(answer(host, made.get("id"), "accepted"), 403);
        Refusal.check(answer(viewer, made.get("id"), "accepted"), 403);
        assertEquals(made, Api.read(host, made));
        assertEquals(List.of("created"), storage.reasonsOf(made.get("id")));
    }

    @Test
    void answersAbsentForWhatTheCallerDoesNotSee() {
        var made = create(Api.user(), event("Tea"));
        var stranger = Api.user();
        var invisible = answer(stranger, made.get("id"), "accepted");
        Refusal.check(invisible, 404);
        assertEquals(answer(stranger, "no-such-event", "accepted").asString(), invisible.asString());
    }

    @Test
    void refusesWhatIsNoAnswer() {
        var guest = Api.user();
        var made = create(Api.user(), event("Tea", "attendees", List.of(guest.email())));
        Refusal.check(answer(guest, made.get("id"), "maybe"), 400, "status");
    }
}

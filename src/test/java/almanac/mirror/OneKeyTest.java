package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One key makes one remote event, whoever sends it how often, and none of somebody else's becomes its
/// answer. Who holds a key is said by the database alone, so requests of several nodes are as those of one.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class OneKeyTest extends WriteTest {
    private static final String HELD = "insert into upstream_intent (zuid, key, sent_at, sent, leased_until, holder)"
            + " values (%s, '%s', %d, %b, %d, gen_random_uuid())";

    @Test
    void manyAtOnceMakeOneEvent() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = threads.invokeAll(Collections.nCopies(8, (Callable<Response>) () -> create("at-once")));
            var made = new HashSet<String>();
            for (var answer : answers) {
                var status = answer.get().statusCode();
                assertTrue(Set.of(200, 409).contains(status), answer.get().asString());
                if (status == 200) {
                    made.add(answer.get().path("data[0].id"));
                } else {
                    answer.get().then().body("code", equalTo("idempotency_key_in_use"));
                }
            }
            assertEquals(1, made.size());
        }
        create("at-once").then().statusCode(200);
        assertEquals(1, there.received("create-event"));
        assertEquals(0, intents());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BAD", "FORBIDDEN", "UNAVAILABLE", "DROP"})
    void aRefusalLeavesNothingByWhichSomebodyElsesMeetingIsTaken(Fault fault) {
        there.fail("create-event", fault);
        assertTrue(create("refused").statusCode() >= 400);
        assertEquals(0, intents());
        var other = meeting(new JsonObject());
        var made = create("refused").then().statusCode(200).extract().<String>path("data[0].id");
        assertNotEquals(other, made);
        assertEquals(2, there.received("create-event"));
    }

    @Test
    void aMeetingThatSomebodyElseMadeIsNotTaken() {
        unknown("others");
        var other = meeting(new JsonObject().put("creator", UpstreamStub.OWNER));
        assertNotEquals(other, create("others").then().statusCode(200).extract().<String>path("data[0].id"));
    }

    @Test
    void aMeetingThatInvitesOthersIsNotTaken() {
        unknown("guests");
        var guest = new JsonArray().add(new JsonObject().put("email", "gast@there.example"));
        var other = meeting(new JsonObject().put("attendees", guest));
        assertNotEquals(other, create("guests").then().statusCode(200).extract().<String>path("data[0].id"));
    }

    @Test
    void whatWasMadeIsTakenThoughItsMakerIsAmongItsGuests() {
        unknown("mine");
        var me = new JsonArray().add(new JsonObject().put("email", user.email().toUpperCase(Locale.ROOT)));
        var mine = meeting(new JsonObject().put("attendees", me));
        assertEquals(mine, create("mine").then().statusCode(200).extract().<String>path("data[0].id"));
    }

    @Test
    void aKeyThatAnotherNodeHoldsIsWaitedForUntilItsLeaseEnds() {
        var now = clock.millis();
        storage.run(HELD.formatted(user.zuid(), "held", now, true, now + 240_000));
        create("held").then().statusCode(409).body("code", equalTo("idempotency_key_in_use"));
        var made = meeting(new JsonObject());
        clock.advance(Duration.ofMinutes(5));
        assertEquals(made, create("held").then().statusCode(200).extract().path("data[0].id"));
        assertEquals(0, there.received("create-event"));
    }

    @Test
    void whatWasNotSentIsNotLookedFor() {
        var now = clock.millis();
        storage.run(HELD.formatted(user.zuid(), "unsent", now, false, now - 1));
        var other = meeting(new JsonObject());
        assertNotEquals(other, create("unsent").then().statusCode(200).extract().path("data[0].id"));
    }

    @Test
    void aLeaseFromBeforeTheClockWentBackHoldsNothing() {
        var later = clock.millis() + 3_600_000;
        storage.run(HELD.formatted(user.zuid(), "stepped", later, true, later + 240_000));
        create("stepped").then().statusCode(200);
    }

    /// A request whose outcome nobody knows, and which was not carried out.
    private void unknown(String key) {
        there.fail("create-event", Fault.DROP);
        there.fail("list-events", Fault.BROKEN, Fault.BROKEN);
        create(key).then().statusCode(503).body("code", equalTo("upstream_outcome_unknown"));
        assertEquals(1, intents());
    }

    /// Makes what the request asks for behind the mirror's back, by the account unless told otherwise.
    private String meeting(JsonObject fields) {
        var body = Api.event("With a key").entrySet().stream()
                .collect(Collectors.toMap(field -> field.getKey(), field -> field.getValue()));
        return there.put(new JsonObject(body)
                .put("creator", UpstreamStub.OWNER.copy().put("email", user.email()))
                .mergeIn(fields));
    }

    private long intents() {
        return storage.count("select count(*) from upstream_intent where zuid = " + user.zuid());
    }

    private Response create(String key) {
        return user.call()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Api.event("With a key"))
                .post("/api/v2/events");
    }
}

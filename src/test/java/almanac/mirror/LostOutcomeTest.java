package almanac.mirror;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.UpstreamStub.Fault;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Where nobody was told what has become of a write elsewhere, it is found out; nothing is sent twice.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LostOutcomeTest extends WriteTest {
    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP_AFTER", "SILENCE_AFTER", "BROKEN_AFTER", "HALF"})
    void anOutcomeThatIsNotKnownIsFoundOut(Fault fault) {
        there.fail("create-event", fault);
        var made = create(Api.event("Once")).then().statusCode(200).extract().<String>path("data[0].id");
        assertEquals(1, there.received("create-event"));
        assertEquals("Once", there.event(made).getString("title"));
        there.fail("edit-event", fault);
        edit(Map.of("title", "Edited once")).then().statusCode(200).body("data[0].title", equalTo("Edited once"));
        there.fail("answer-event", fault);
        Api.answer(user, id, "declined").then().statusCode(200);
        there.fail("delete-event", fault);
        delete().then().statusCode(204);
        poll();
        assertEquals(List.of("Once"), titles());
        assertEquals(1, there.events().size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROP", "SILENCE", "BROKEN"})
    void whatWasNotDoneIsSaidNotToBe(Fault fault) throws Exception {
        for (var call : List.of("create-event", "edit-event", "answer-event", "delete-event")) {
            there.fail(call, fault);
        }
        var tag = tag();
        var attempts = List.<Callable<Response>>of(
                () -> create(Api.event("Never")),
                () -> edit(Map.of("title", "Never")),
                () -> Api.answer(user, id, "declined"),
                () -> delete(tag));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(attempts)) {
                answer.get().then().statusCode(503).body("code", equalTo("upstream_away"));
            }
        }
        assertEquals(List.of("There"), titles());
        assertSame();
    }

    @Test
    void whatCannotBeFoundOutIsSaidToBeUnknownAndTheSameKeySettlesItLater() {
        there.fail("create-event", Fault.DROP_AFTER);
        there.fail("list-events", Fault.BROKEN, Fault.BROKEN);
        createWithKey("key-1").then().statusCode(503).body("code", equalTo("upstream_outcome_unknown"));
        var made = createWithKey("key-1").then().statusCode(200).extract().<String>path("data[0].id");
        assertEquals(
                made, createWithKey("key-1").then().statusCode(200).extract().path("data[0].id"));
        assertEquals(1, there.received("create-event"));
        assertEquals(2, there.events().size());
    }

    private Response createWithKey(String key) {
        return user.call()
                .header("Idempotency-Key", key)
                .contentType(ContentType.JSON)
                .body(Api.event("With a key"))
                .post("/api/v2/events");
    }
}

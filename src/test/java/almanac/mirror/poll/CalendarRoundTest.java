package almanac.mirror.poll;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.calendar.model.Privilege;
import almanac.calendar.store.CalendarMirror;
import almanac.calendar.store.MirroredCalendar;
import almanac.mirror.client.Heard;
import almanac.mirror.client.RemoteCalendar;
import almanac.mirror.link.Links;
import almanac.mirror.state.MirrorStore;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Storage;
import almanac.testing.UpstreamStub;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was heard of calendars last is known to every node.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class CalendarRoundTest {
    private static final String LINK = "/admin/accounts/{zuid}/upstream";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ROUND = Duration.ofMinutes(6);

    @Inject
    Links links;

    @Inject
    TurnTransactions transactions;

    @Inject
    CalendarMirror calendars;

    @Inject
    MirrorStore store;

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    private UpstreamStub there;
    private User user;

    @BeforeEach
    void linked() {
        there = UpstreamStub.start();
        user = Api.user();
        Api.admin()
                .body(Map.of("base_url", there.url(), "access_token", "good-token"))
                .put(LINK, user.zuid())
                .then()
                .statusCode(200);
        await().atMost(PATIENCE).until(() -> lastSuccess() != null);
    }

    @AfterEach
    void unlinked() {
        Api.admin().delete(LINK, user.zuid()).then().statusCode(204);
        there.close();
    }

    @Test
    void whatAnotherNodeHasWrittenMeanwhileIsWrittenAnew() throws Throwable {
        assertEquals("Work", name());
        hearOnAnotherNode("Renamed for a while");
        assertEquals("Renamed for a while", name());
        clock.advance(ROUND);
        // The call that reads calendars has a quota, so the database is asked.
        await().atMost(PATIENCE)
                .until(() -> storage.count(
                                "select count(*) from calendar where name = 'Work' and id = " + UpstreamStub.NUMBER)
                        == 1);
    }

    private void hearOnAnotherNode(String name) throws Throwable {
        var node = new CalendarRound(transactions, calendars, store);
        var zuid = Long.parseLong(user.zuid());
        VertxContextSupport.subscribeAndAwait(() -> links.of(zuid)
                .chain(link -> node.put(link.orElseThrow(), new Heard<>(List.of(calendar(name)), List.of()))));
    }

    private static RemoteCalendar calendar(String name) {
        var number = Long.parseLong(UpstreamStub.NUMBER);
        var calendar = new MirroredCalendar(
                number, null, null, name, "", null, null, null, Privilege.OWNER, true, true, true, 3, null);
        return new RemoteCalendar(calendar, UpstreamStub.CALENDAR);
    }

    private String name() {
        return (String) Api.calendarOf(user, UpstreamStub.NUMBER).get("name");
    }

    private Object lastSuccess() {
        return Api.admin().get(LINK, user.zuid()).then().extract().path("data.last_success");
    }
}

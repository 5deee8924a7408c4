package almanac.event.upkeep;

import static almanac.testing.Api.DAY;
import static almanac.testing.Api.MINUTE;
import static almanac.testing.Api.TEN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Repeating;
import almanac.testing.Rival;
import almanac.testing.ShortHorizon;
import almanac.testing.SseClient;
import almanac.testing.SseClient.Message;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The pages of series are kept ahead of now and true to the zone data; nobody reads anything else before it.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(ShortHorizon.class)
class SeriesRollerTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");
    private static final Duration LATER = Duration.ofDays(200);

    @Inject
    SeriesRoller roller;

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    @Inject
    DataSource database;

    @TestHTTPResource("/")
    URI service;

    private User owner;
    private Map<String, Object> series;

    @BeforeEach
    void aDailySeries() throws Throwable {
        clock.set(MORNING);
        roll();
        owner = Api.user();
        series = Repeating.create(owner, "Tea", "FREQ=DAILY");
    }

    @AfterEach
    void backToTheStart() {
        clock.set(MORNING);
    }

    @Test
    @DisplayName("recurrence 4.4 pages are appended when they come to an end, and nobody is told")
    void pagesAreAppended() throws Throwable {
        var before = pagedTo();
        roll();
        assertEquals(before, pagedTo(), "there is enough left");
        clock.advance(LATER);
        var list = Repeating.list(owner, now(), now() + 31 * DAY);
        roll();
        assertTrue(pagedTo() > now() + 135 * DAY, "three quarters of the horizon");
        assertEquals(list, Repeating.list(owner, now(), now() + 31 * DAY));
        assertEquals(List.of("created"), storage.reasonsOf(series.get("id")));
        assertEquals(series.get("edit_tag"), Repeating.item(owner, series, null).get("edit_tag"));
    }

    @Test
    @DisplayName("recurrence 4.4 a series that another node works on is left to it")
    void aSeriesThatIsTakenIsLeft() throws Throwable {
        clock.advance(LATER);
        var before = pagedTo();
        try (var rival = Rival.of(database)) {
            rival.run("select from series where event_id = '%s' for update".formatted(series.get("id")));
            roll();
            assertEquals(before, pagedTo());
            rival.commit();
        }
        roll();
        assertTrue(pagedTo() > before);
    }

    @Test
    @DisplayName("recurrence 4.4 of two that roll at once each series is rolled by one, and none is left out")
    void twoThatRollAtOnce() throws Throwable {
        for (var i = 0; i < 30; i++) {
            Repeating.create(owner, "Tea " + i, "FREQ=DAILY");
        }
        clock.advance(LATER);
        VertxContextSupport.subscribeAndAwait(
                () -> Uni.join().all(roller.roll(), roller.roll()).andFailFast());
        assertEquals(0, storage.count("select count(*) from series where paged_to < " + (now() + 135 * DAY)));
        assertEquals(31, Repeating.list(owner, now(), now() + DAY).size());
    }

    @Test
    @DisplayName("recurrence 4.5 an occurrence that new zone data moves is moved, and logged once")
    void newZoneDataMovesAnOccurrence() throws Throwable {
        storedBefore(60 * MINUTE);
        try (var stream = SseClient.open(service, "/api/v2/events", owner.token())) {
            stream.until("ready");
            roll();
            assertEquals(Map.of("leave", 31L, "enter", 31L), unit(stream));
        }
        assertEquals(List.of("created", "edited"), storage.reasonsOf(series.get("id")));
        assertEquals(TEN, Repeating.starts(Repeating.month(owner)).getFirst());
        roll();
        assertEquals(List.of("created", "edited"), storage.reasonsOf(series.get("id")), "once");
    }

    @Test
    @DisplayName("recurrence 4.5 new zone data that moves nothing is noted, and nobody is told")
    void newZoneDataThatMovesNothing() throws Throwable {
        storedBefore(0);
        roll();
        assertEquals(List.of("created"), storage.reasonsOf(series.get("id")));
        assertEquals(0, outdated());
    }

    @Test
    @DisplayName("recurrence 4.5 a clock that was ahead is no new zone data")
    void aClockThatWasAhead() throws Throwable {
        clock.advance(LATER);
        var other = Repeating.create(owner, "Made ahead of time", "FREQ=DAILY");
        clock.set(MORNING);
        storage.run("update series set zone_rules = '2000a' where event_id = '%s'".formatted(other.get("id")));
        roll();
        assertEquals(List.of("created"), storage.reasonsOf(other.get("id")));
        assertEquals(0, outdated());
    }

    /// How many messages of each name the next unit has.
    private static Map<String, Long> unit(SseClient stream) {
        var messages = new ArrayList<Message>();
        do {
            messages.add(stream.next());
        } while (messages.getLast().id().isEmpty());
        return messages.stream().collect(Collectors.groupingBy(Message::name, Collectors.counting()));
    }

    /// As if the pages were stored by older zone data, which had the occurrences at another time.
    private void storedBefore(long difference) {
        storage.run(("update occurrence_page set starts = array(select s + %1$d from unnest(starts) s),"
                        + " ends = array(select e + %1$d from unnest(ends) e) where series_id = '%2$s'")
                .formatted(difference, series.get("id")));
        storage.run("update series set zone_rules = '2000a' where event_id = '%s'".formatted(series.get("id")));
    }

    private long outdated() {
        return storage.count("select count(*) from series where zone_rules = '2000a'");
    }

    private long pagedTo() {
        return storage.count("select paged_to from series where event_id = '%s'".formatted(series.get("id")));
    }

    private long now() {
        return clock.millis();
    }

    private void roll() throws Throwable {
        VertxContextSupport.subscribeAndAwait(() -> roller.roll());
    }
}

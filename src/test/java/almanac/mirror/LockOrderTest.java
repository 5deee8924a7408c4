package almanac.mirror;

import almanac.testing.EmbeddedDatabase;
import almanac.testing.Rival;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A write locks the calendar first and then the event. So does a round, which writes many at once.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LockOrderTest extends MirrorTest {
    @Inject
    DataSource database;

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aRoundThatWaitsForACalendarHasLockedNoEvent(int free) throws Exception {
        var events = List.of(there.add("One", TEN, TEN + HOUR), there.add("Two", TEN, TEN + HOUR));
        link();
        events.forEach(id -> there.change(id, new JsonObject().put("title", "Changed")));
        try (var rival = Rival.of(database)) {
            rival.run("select pg_advisory_xact_lock(calendar_id) from event where id = '" + events.get(free) + "'");
            clock.advance(ROUND);
            rival.awaitWaiting("select event_hold");
            rival.run("select 1 from event where id = '" + events.get(free) + "' for update nowait");
            rival.commit();
        }
        poll();
        assertSame();
    }
}

package almanac.event.freebusy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Free/busy costs what lies in the window, however many events and people there are.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FreeBusyPlanTest {
    @Inject
    Pool pool;

    @Test
    @DisplayName("7.6 one statement finds the times by the indexes of the list")
    void findsTimesByIndexes() {
        var rows = pool.query("explain (generic_plan) " + FreeBusySql.TIMES)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));
        var plan = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
        for (var index :
                new String[] {"account_address", "event_window", "invitation_pkey", "occurrence_page_window"}) {
            assertTrue(plan.contains(index), plan);
        }
        assertFalse(plan.contains("Seq Scan on event"), plan);
        assertFalse(plan.contains("Seq Scan on invitation"), plan);
        assertFalse(plan.contains("Seq Scan on occurrence_page"), plan);
    }
}

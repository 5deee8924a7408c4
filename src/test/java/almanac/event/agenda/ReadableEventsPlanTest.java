package almanac.event.agenda;

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
import org.junit.jupiter.api.Test;

/// What a page of the log asks about events costs what it asks about, however many there are and however long the
/// log is.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class ReadableEventsPlanTest {
    @Inject
    Pool pool;

    @Test
    void findsEachByAnIndex() {
        var rows = pool.query("explain (generic_plan) " + EventSql.READABLE)
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10));
        var plan = StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.joining("\n"));
        assertTrue(plan.contains("using change_removed"), plan);
        assertTrue(plan.contains("using event_pkey"), plan);
        assertFalse(plan.contains("Seq Scan"), plan);
    }
}

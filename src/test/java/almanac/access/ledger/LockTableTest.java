package almanac.access.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.storage.database.Statements;
import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Locks of the quota are stored when they begin, and are read at the start, whatever counts the requests.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LockTableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    LockTable table;

    @Inject
    KnownLocks known;

    @Inject
    Storage storage;

    @Inject
    MovableClock clock;

    @Test
    void aLockIsStoredBeforeItsFirst429IsSent() {
        var user = Api.user();
        lock(user);
        var left = left(user);
        assertTrue(left > 590_000 && left <= 600_000, "ms left: " + left);
    }

    @Test
    void aStartReadsTheLocksThatRun() throws SQLException {
        var user = Api.user();
        store(user, 300_000, 600_000);
        Api.as(user.token()).get("/api/v2/calendars").then().statusCode(200);
        table.read();
        Api.as(user.token()).get("/api/v2/calendars").then().statusCode(429).header("Retry-After", "300");
        clock.advance(Duration.ofSeconds(300));
        Api.as(user.token()).get("/api/v2/calendars").then().statusCode(200);
    }

    @Test
    void aClockThatWasSetBackProlongsNoLock() throws SQLException {
        var user = Api.user();
        store(user, 9_000_000, 600_000);
        table.read();
        var lock = known.find(new QuotaKey(Long.parseLong(user.zuid()), "list-calendars"));
        assertEquals(600_000, lock.millis());
    }

    @Test
    void aLockThatWasNotStoredIsStoredWithTheNextRefusal() {
        var user = Api.user();
        lock(user);
        storage.run("delete from quota_lock where zuid = " + user.zuid());
        refused(user);
        assertEquals(0, stored(user), "it is not stored twice");
        known.find(new QuotaKey(Long.parseLong(user.zuid()), "list-calendars")).kept(false);
        refused(user);
        assertEquals(1, stored(user));
    }

    @Test
    void whatHasEndedIsRemovedAndWhatRunsStays() {
        var ended = Api.user();
        var running = Api.user();
        store(ended, -1, 600_000);
        store(running, 300_000, 600_000);
        storage.run("insert into quota_ledger select zuid, 'x', '{}', 0, 0, " + Statements.NOW
                + " + case zuid when " + ended.zuid() + " then 0 else 60000 end from account where zuid in ("
                + ended.zuid() + ", " + running.zuid() + ")");
        storage.run("insert into open_stream select zuid, 1, gen_random_uuid(), " + Statements.NOW
                + " + case zuid when " + ended.zuid() + " then 0 else 60000 end from account where zuid in ("
                + ended.zuid() + ", " + running.zuid() + ")");
        table.sweep().await().atMost(PATIENCE);
        for (var rows : new String[] {"quota_lock", "quota_ledger", "open_stream"}) {
            assertEquals(0, storage.count("select count(*) from " + rows + " where zuid = " + ended.zuid()), rows);
            assertEquals(1, storage.count("select count(*) from " + rows + " where zuid = " + running.zuid()), rows);
        }
    }

    private void lock(User user) {
        for (var request = 0; request < 20; request++) {
            Api.as(user.token()).get("/api/v2/calendars").then().statusCode(200);
        }
        refused(user);
    }

    private static void refused(User user) {
        Api.as(user.token()).get("/api/v2/calendars").then().statusCode(429);
    }

    private void store(User user, long left, long lasts) {
        storage.run("insert into quota_lock values (" + user.zuid() + ", 'list-calendars', " + Statements.NOW + " + "
                + left + ", " + lasts + ")");
    }

    private long stored(User user) {
        return storage.count("select count(*) from quota_lock where zuid = " + user.zuid());
    }

    private long left(User user) {
        return storage.count(
                "select locked_until - " + Statements.NOW + " from quota_lock where zuid = " + user.zuid());
    }
}

package almanac.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tokens that have ended are removed.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class TokenSweepTest {
    private final TokenSweep sweep;
    private final Storage storage;
    private final MovableClock clock;
    private Duration moved = Duration.ZERO;

    TokenSweepTest(TokenSweep sweep, Storage storage, MovableClock clock) {
        this.sweep = sweep;
        this.storage = storage;
        this.clock = clock;
    }

    @AfterEach
    void setsTheClockBack() {
        clock.advance(moved.negated());
    }

    @Test
    void removesAFeedTokenOnceItHasEnded() throws Throwable {
        var user = Api.user();
        user.send(Map.of("expires_in", 60)).post("/api/v2/feed_tokens").then().statusCode(200);
        sweepAfter(Duration.ofSeconds(60));
        assertEquals(1, count("feed_token", user));
        sweepAfter(Duration.ofMillis(1));
        assertEquals(0, count("feed_token", user));
        assertEquals(1, count("access_token", user));
    }

    @Test
    void removesAnAccessTokenAMonthAfterItsEnd() throws Throwable {
        var user = Api.user();
        Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES, "expires_in", 60))
                .post("/admin/accounts/{zuid}/tokens", user.zuid())
                .then()
                .statusCode(200);
        sweepAfter(TokenSweep.SHOWN.plusSeconds(60));
        assertEquals(2, count("access_token", user));
        sweepAfter(Duration.ofMillis(1));
        assertEquals(1, count("access_token", user), "the one without an end stays");
    }

    @Test
    void removesMoreThanOneStepTakes() throws Throwable {
        var user = Api.user();
        storage.run("insert into access_token (zuid, hash, scopes, label, created_at, expires_at) select " + user.zuid()
                + ", sha256(('" + user.zuid() + "' || n)::bytea), 'x', '', 0, 1 from generate_series(1, 2500) n");
        sweepAfter(Duration.ZERO);
        assertEquals(1, count("access_token", user));
    }

    private long count(String table, Api.User user) {
        return storage.count("select count(*) from " + table + " where zuid = " + user.zuid());
    }

    private void sweepAfter(Duration time) throws Throwable {
        clock.advance(time);
        moved = moved.plus(time);
        VertxContextSupport.subscribeAndAwait(sweep::removeEnded);
    }
}

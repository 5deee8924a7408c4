package almanac.access.ledger;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import almanac.storage.database.Statements;
import almanac.testing.TcpProxy;
import io.smallrye.mutiny.Uni;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the stores keep, and what they survive (several nodes and identity, 2.3, 2.6 and 2.8).
class SharedStoreTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Limits LIMITS = new Limits(3, 60_000, 600_000);
    private static final AtomicLong USERS = new AtomicLong(1_000);

    private static final String WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";

    private static Engines engines;
    private static List<SharedStore> stores;

    private final long zuid = USERS.incrementAndGet();
    private final QuotaKey key = new QuotaKey(zuid, "list-events");

    @BeforeAll
    static void start() {
        engines = Engines.start();
        stores = engines.both().toList();
    }

    @AfterAll
    static void stop() {
        engines.close();
    }

    static Stream<SharedStore> stores() {
        return stores.stream();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void oneQuestionAnswersForAllCallsOfAUser(SharedStore store) {
        take(store, key);
        take(store, key);
        for (var request = 0; request < 4; request++) {
            take(store, new QuotaKey(zuid, "get-event"));
        }
        take(store, new QuotaKey(zuid + 1_000_000, "list-events"));
        var usages = done(store.look(zuid, Map.of("list-events", LIMITS, "get-event", LIMITS, "edit-event", LIMITS)));
        assertEquals(new QuotaUsage(2, 0), usages.get("list-events"));
        assertEquals(3, usages.get("get-event").used());
        assertTrue(usages.get("get-event").lockedMillis() > 590_000);
        assertFalse(usages.containsKey("edit-event"));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void whatIsGivenBackIsCountedNoMore(SharedStore store) {
        var counted = assertInstanceOf(Admitted.class, take(store, key));
        take(store, key);
        done(store.giveBack(key, counted.at()));
        done(store.giveBack(key, counted.at() - 1));
        assertEquals(
                1,
                done(store.look(zuid, Map.of("list-events", LIMITS)))
                        .get("list-events")
                        .used());
    }

    @Test
    void redisForgetsAScriptAndIsToldItAgain() {
        var store = stores.get(1);
        assertInstanceOf(Admitted.class, take(store, key));
        assertEquals("+OK", engines.redis().ask("SCRIPT FLUSH"));
        assertEquals(1, assertInstanceOf(Admitted.class, take(store, key)).remaining());
    }

    @Test
    void aConnectionToRedisThatEndsBetweenTwoRequestsCostsNoneOfThem() {
        var limits = new Limits(1_000, 600_000, 600_000);
        try (var proxy = TcpProxy.to(engines.redis().port())) {
            var store = engines.redisAt("redis://127.0.0.1:" + proxy.port());
            for (var request = 1; request <= 200; request++) {
                var counted = assertInstanceOf(Admitted.class, done(store.take(key, limits)));
                assertEquals(1_000 - request, counted.remaining());
                proxy.refuse();
                proxy.leadTo(engines.redis().port());
            }
        }
    }

    @Test
    void aKeyOfRedisIsSmallAndEndsWithItsWindowAndLock() {
        var store = stores.get(1);
        var limits = new Limits(20, 60_000, 600_000);
        for (var request = 0; request < 20; request++) {
            done(store.take(key, limits));
        }
        var name = "almanac:q:{" + zuid + "}";
        assertTrue(number("PTTL " + name) <= 60_000);
        assertTrue(number("HSTRLEN " + name + " list-events") <= 300);
        assertInstanceOf(Locked.class, done(store.take(key, limits)));
        var ends = number("PTTL " + name);
        assertTrue(ends > 590_000 && ends <= 600_000, "ends in " + ends + " ms");
    }

    @Test
    void aLockOutlivesACrashOfTheDatabaseWhichEmptiesItsCounts() {
        var store = stores.getFirst();
        engines.run(
                "insert into quota_lock values (" + zuid + ", 'list-events', " + Statements.NOW + " + 500000, 600000)");
        var locked = assertInstanceOf(Locked.class, take(store, key));
        assertTrue(locked.lockedMillis() > 490_000 && locked.lockedMillis() <= 500_000);
        assertInstanceOf(Admitted.class, take(store, new QuotaKey(zuid, "get-event")));
    }

    @Test
    void theCountsOfTheDatabaseAreNotLogged() {
        engines.run("do $$ begin assert (select array_agg(relpersistence::text order by relname) from pg_class"
                + " where relname in ('quota_ledger', 'quota_lock', 'open_stream')) = '{u,u,p}'; end $$");
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aUserHasSoManyStreamsOverAllNodes(SharedStore store) {
        var streams = IntStream.range(0, 40).mapToObj(_ -> OpenStream.of(zuid)).toList();
        var questions = streams.stream()
                .map(stream -> store.enter(stream, 20).subscribeAsCompletionStage())
                .toList();
        var entered = IntStream.range(0, 40)
                .filter(stream -> questions.get(stream).join())
                .mapToObj(streams::get)
                .toList();
        assertEquals(20, entered.size());
        assertFalse(done(store.enter(OpenStream.of(zuid), 20)));
        assertTrue(done(store.enter(OpenStream.of(zuid + 2_000_000), 20)));
        done(store.leave(entered.getFirst()));
        assertTrue(done(store.enter(OpenStream.of(zuid), 20)));
        assertFalse(done(store.enter(OpenStream.of(zuid), 20)));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aStreamThatIsRenewedKeepsItsPlaceAndALostOneTakesAnother(SharedStore store) {
        var known = OpenStream.of(zuid);
        var lost = new OpenStream(zuid, UUID.randomUUID());
        assertTrue(done(store.enter(known, 1)));
        done(store.renew(List.of(known, lost)));
        assertFalse(done(store.enter(OpenStream.of(zuid), 2)), "two streams are open");
        done(store.leave(known));
        assertTrue(done(store.enter(OpenStream.of(zuid), 2)));
    }

    @Test
    void thePlaceOfAStreamEndsInTheDatabase() {
        var store = stores.getFirst();
        assertTrue(done(store.enter(OpenStream.of(zuid), 1)));
        assertFalse(done(store.enter(OpenStream.of(zuid), 1)));
        engines.run("do $$ begin assert (select expires - " + Statements.NOW
                + " between 1 and 45000 from open_stream where zuid = " + zuid + "); end $$");
        engines.run("update open_stream set expires = expires - 45000 where zuid = " + zuid);
        assertTrue(done(store.enter(OpenStream.of(zuid), 1)));
    }

    @Test
    void thePlaceOfAStreamEndsInRedis() {
        var store = stores.get(1);
        var gone = OpenStream.of(zuid);
        assertTrue(done(store.enter(gone, 1)));
        assertFalse(done(store.enter(OpenStream.of(zuid), 1)));
        var name = "almanac:s:{" + zuid + "}";
        assertTrue(number("PTTL " + name) <= SharedStore.STREAM_MILLIS);
        assertEquals(":0", engines.redis().ask("ZADD " + name + " 1 " + gone.id()));
        assertTrue(done(store.enter(OpenStream.of(zuid), 1)));
    }

    @Test
    void aProbeOfTheDatabaseIsAnsweredAlthoughAllItsConnectionsAreInUse() throws SQLException {
        var store = stores.getFirst();
        engines.run("insert into quota_ledger values (" + zuid + ", 'list-events', '{}', 0, 0, 0)");
        try (var _ = engines.holding("select from quota_ledger where zuid = " + zuid + " for update")) {
            var stuck = IntStream.range(0, 4)
                    .mapToObj(_ -> store.take(key, LIMITS).subscribeAsCompletionStage())
                    .toList();
            await().atMost(PATIENCE).until(() -> engines.count(WAITING) == 4);
            done(store.probe());
            assertTrue(stuck.stream().noneMatch(each -> each.isDone() && !each.isCompletedExceptionally()));
        }
        assertInstanceOf(Decision.class, take(store, key));
    }

    private static Decision take(SharedStore store, QuotaKey key) {
        return done(store.take(key, LIMITS));
    }

    private static <T> T done(Uni<T> work) {
        return work.await().atMost(PATIENCE);
    }

    private static long number(String command) {
        return Long.parseLong(engines.redis().ask(command).substring(1));
    }
}

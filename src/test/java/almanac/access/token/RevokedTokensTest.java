package almanac.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Whose token is gone is found out by one look-up a caller, however many there are.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class RevokedTokensTest {
    private static final int MANY = 10_000;

    @Inject
    FeedTokens tokens;

    @Test
    void looksEachCallerUpOnce() {
        var callers = callers(1, MANY);
        var alive = new Counting(callers.stream()
                .map(caller -> new FeedTokens.Key(true, caller.secretId()))
                .collect(Collectors.toSet()));
        var keys = new AtomicInteger();
        Function<Caller, FeedTokens.Key> key = caller -> {
            keys.incrementAndGet();
            return new FeedTokens.Key(true, caller.secretId() + MANY / 2);
        };
        assertEquals(MANY / 2, FeedTokens.without(callers, key, alive).size());
        assertEquals(MANY, keys.get());
        assertEquals(MANY, alive.lookUps.get());
    }

    @Test
    void findsTheRevokedAmongTenThousand() {
        var user = Api.user();
        var made = IntStream.range(0, 3)
                .mapToObj(_ ->
                        user.send("{}").post("/api/v2/feed_tokens").jsonPath().getLong("data.id"))
                .toList();
        var callers = callers(Long.MAX_VALUE - MANY, MANY);
        made.forEach(id -> callers.add(caller(id)));
        user.call().delete("/api/v2/feed_tokens/{id}", made.getLast()).then().statusCode(204);
        var revoked = tokens.revokedAmong(callers).await().atMost(Duration.ofSeconds(60));
        assertEquals(MANY + 1, revoked.size());
        assertEquals(
                made.subList(0, 2),
                made.stream().filter(id -> !revoked.contains(caller(id))).toList());
    }

    private static Set<Caller> callers(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(RevokedTokensTest::caller)
                .collect(Collectors.toSet());
    }

    private static Caller caller(long id) {
        return new Caller(1, 1, "a@example.com", "A", Set.of(), null, new FeedGrant(id, Set.of()));
    }

    private static final class Counting extends java.util.HashSet<FeedTokens.Key> {
        private static final long serialVersionUID = 1;

        private final transient AtomicInteger lookUps = new AtomicInteger();

        Counting(Set<FeedTokens.Key> keys) {
            keys.forEach(this::add);
        }

        @Override
        public boolean contains(Object key) {
            lookUps.incrementAndGet();
            return super.contains(key);
        }
    }
}

package almanac.access.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Limits;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A user of Redis with the rights that the documentation names, and no other (several nodes and identity, 2.3).
class RedisRightsTest {
    private static final Path DOCUMENT = Path.of("docs", "operations", "limits.md");
    private static final Pattern RULES = Pattern.compile("`(~almanac:\\*[^`]*)`");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Limits LIMITS = new Limits(3, 60_000, 600_000);
    private static final QuotaKey KEY = new QuotaKey(77, "list-events");

    private static Engines engines;
    private static Redis client;

    @BeforeAll
    static void start() throws IOException {
        engines = Engines.start();
        var found = RULES.matcher(Files.readString(DOCUMENT));
        assertTrue(found.find(), "the document names the rights");
        var rules = found.group(1).replaceAll("\\s+", " ");
        assertEquals("+OK", engines.redis().ask("ACL SETUSER almanac on >sesame " + rules));
        client = engines.redisAs("almanac", "sesame");
    }

    @AfterAll
    static void stop() {
        engines.close();
    }

    @Test
    void theRightsAreEnoughForTheStore() {
        var store = new RedisStore(client, () -> null);
        done(store.probe());
        var counted = assertInstanceOf(Admitted.class, done(store.take(KEY, LIMITS)));
        assertEquals("+OK", engines.redis().ask("SCRIPT FLUSH"));
        assertInstanceOf(Admitted.class, done(store.take(KEY, LIMITS)));
        done(store.giveBack(KEY, counted.at()));
        var usage = done(store.look(KEY.zuid(), Map.of(KEY.call(), LIMITS)));
        assertEquals(1, usage.get(KEY.call()).used());
        var stream = OpenStream.of(KEY.zuid());
        assertTrue(done(store.enter(stream, 1)));
        done(store.renew(List.of(stream)));
        done(store.leave(stream));
        assertTrue(done(store.enter(OpenStream.of(KEY.zuid()), 1)));
    }

    @Test
    void theyAreForNothingElse() {
        isRefused(Request.cmd(Command.HGET).arg("others").arg("field"));
        isRefused(Request.cmd(Command.GET).arg("almanac:q:{77}"));
        isRefused(Request.cmd(Command.KEYS).arg("*"));
        isRefused(Request.cmd(Command.FLUSHALL));
    }

    private static void isRefused(Request request) {
        var failure = assertThrows(
                CompletionException.class,
                () -> client.send(request)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join());
        assertTrue(failure.getMessage().contains("NOPERM"), failure::getMessage);
    }

    private static <T> T done(Uni<T> question) {
        return question.await().atMost(PATIENCE);
    }
}

package almanac.mirror.writethrough;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What was sent under a key is remembered for as long as the key is good.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class IntentsTest {
    private static final long DAY = Duration.ofDays(1).toMillis();

    @Inject
    Intents intents;

    @Inject
    Storage storage;

    @Inject
    MovableClock clock;

    @Test
    void whatIsOlderThanADayIsForgotten() {
        var zuid = Api.user().zuid();
        keep(zuid, "old", clock.millis() - DAY - 1);
        keep(zuid, "young", clock.millis() - DAY + 1);
        intents.forgetOld().await().atMost(Duration.ofSeconds(20));
        assertEquals(1, storage.count("select count(*) from upstream_intent where zuid = " + zuid));
        assertEquals(1, storage.count("select count(*) from upstream_intent where key = 'young' and zuid = " + zuid));
    }

    private void keep(String zuid, String key, long sentAt) {
        storage.run(
                "insert into upstream_intent (zuid, key, sent_at) values (%s, '%s', %d)".formatted(zuid, key, sentAt));
    }
}

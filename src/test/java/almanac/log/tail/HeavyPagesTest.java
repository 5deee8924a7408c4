package almanac.log.tail;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.log.change.LogFollower;
import almanac.log.change.LoggedChange;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.ShortHorizon;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// How much of the log is read at once: a page ends by the number of its changes or by their weight, and the
/// next one follows without a poll.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(ShortHorizon.class)
class HeavyPagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int HEAVY = 320_000;

    private final String subject = UUID.randomUUID().toString();

    @Inject
    LogTail tail;

    @Inject
    LogPages pages;

    @Inject
    Storage storage;

    @Test
    void aPageOfHeavyChangesEndsByTheirWeight() {
        var before = top();
        write(40, HEAVY);
        var sizes = new ArrayList<Integer>();
        var last = before;
        for (var page = page(last); !page.isEmpty(); page = page(last)) {
            sizes.add(page.size());
            last = page.getLast().getLong(0);
        }
        var most = Math.ceilDiv(LogPages.BYTES, HEAVY);
        assertEquals(List.of(most, most, most, 40 - 3 * most), sizes);
        assertEquals(top(), last);
    }

    @Test
    void aChangeThatIsHeavierThanAPageIsReadAlone() {
        var before = top();
        write(2, LogPages.BYTES + 1);
        assertEquals(1, page(before).size());
    }

    @Test
    void aPageOfLightChangesEndsByTheirNumber() {
        var before = top();
        write(2 * LogPages.ROWS, 100);
        assertEquals(LogPages.ROWS, page(before).size());
    }

    @Test
    void allAreToldInOrderWithoutAPoll() {
        var follower = new Recorder(subject);
        tail.follow(follower);
        try {
            write(40, HEAVY);
            write(2 * LogPages.ROWS, 100);
            tail.wake();
            await().atMost(PATIENCE).until(() -> follower.heard.size() >= 40 + 2 * LogPages.ROWS);
            assertEquals(follower.heard.stream().sorted().toList(), follower.heard);
        } finally {
            follower.isListening = false;
        }
    }

    private List<Row> page(long after) {
        return pages.changesAfter(after).await().atMost(PATIENCE).rows();
    }

    private long top() {
        return storage.count("select coalesce(max(position), 0) from change");
    }

    /// Writes changes that nobody sees. Their documents are of one letter, which the database compresses
    /// well.
    private void write(int count, int size) {
        storage.run("insert into change (kind, subject, calendar_id, reason, actor, changed, committed_at, audience,"
                + " before_of, after_of, documents) select 'event', '" + subject + "', 1, 'created', 'system', '',"
                + " (extract(epoch from now()) * 1000)::bigint, array[]::bigint[], array[]::int[], array[]::int[], array[repeat('x', "
                + size
                + ")] from generate_series(1, " + count + ")");
    }

    private static final class Recorder implements LogFollower {
        private final List<Long> heard = new CopyOnWriteArrayList<>();
        private final String subject;
        private volatile boolean isListening = true;

        Recorder(String subject) {
            this.subject = subject;
        }

        @Override
        public boolean isListening() {
            return isListening;
        }

        @Override
        public void hear(LoggedChange change) {
            if (change.subject().equals(subject)) {
                heard.add(change.position());
            }
        }

        @Override
        public void beginAgain() {}
    }
}

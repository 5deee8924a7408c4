package almanac.feed.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.feed.clock.ClockRules;
import almanac.feed.stream.FeedMeters;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen.Document;
import almanac.log.change.Viewer;
import almanac.log.read.LogReader;
import almanac.log.tail.LogTail;
import almanac.testing.EmbeddedDatabase;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// What a view keeps of the log while its list is being read.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class BacklogTest {
    private static final int SIZE = 1_000_000;

    @Inject
    LogReader log;

    @Inject
    LogTail tail;

    @Inject
    Listings listings;

    @Inject
    ClockRules rules;

    @Inject
    FeedMeters meters;

    @Inject
    ObjectMapper json;

    @Inject
    Clock clock;

    @Test
    @DisplayName("4.3 a view that has to keep too much while its list is read ends, and its streams connect again")
    void isBoundedByWeight() {
        var ends = new AtomicInteger();
        var view = new View(scope(), new Endless(), new Audience(meters, clock), json, clock);
        view.open(false, ends::incrementAndGet);
        var most = View.HEAVIEST_BACKLOG / SIZE;
        for (var number = 1; number <= most; number++) {
            view.accept(change(number));
        }
        assertEquals(0, ends.get());
        view.accept(change(most + 1));
        assertEquals(1, ends.get());
    }

    private Scope scope() {
        var watch = listings.listing("event").watch(Map.of(), Set.of(), clock.millis());
        return new Scope(new Viewer(1, "a@b"), "event", watch, Set.of());
    }

    /// A list that is never read.
    private final class Endless extends ViewReader {
        Endless() {
            super(log, tail, listings, rules);
        }

        @Override
        void outline(Scope scope, Consumer<Reading> then, Runnable otherwise) {
            // Nobody answers.
        }
    }

    private static LoggedChange change(long number) {
        var document = new Document("x".repeat(SIZE));
        return new LoggedChange(
                behindAll(number),
                "event",
                "event " + number,
                1,
                null,
                "edited",
                "system",
                null,
                List.of(),
                1L,
                2L,
                0,
                List.of(1L),
                List.of(0),
                List.of(1),
                List.of(document),
                List.of(),
                null);
    }

    /// A position that no other test has used.
    private static long behindAll(long number) {
        return Long.MAX_VALUE / 2 + number;
    }
}

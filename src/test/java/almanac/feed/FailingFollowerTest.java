package almanac.feed;

import static almanac.feed.Dashboard.EVENTS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.feed.view.Feeds;
import almanac.log.change.LogFollower;
import almanac.log.change.LoggedChange;
import almanac.log.change.Seen;
import almanac.log.tail.LogTail;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// An error, not an exception alone, leaves no feed silent without the health of the process saying so.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class FailingFollowerTest extends FeedTest {
    @Inject
    LogTail tail;

    @Inject
    Feeds feeds;

    private final Broken follower = new Broken();

    @AfterEach
    void nothingFailsAnyMore() {
        follower.isListening = false;
        follower.failures.set(0);
        follower.refusals.set(0);
        awaitHealth(200);
    }

    @Test
    @DisplayName("6.3 a follower that fails with an error begins again, and hears what comes next")
    void aFollowerThatFailsBeginsAgain() {
        follower.failures.set(1);
        tail.follow(follower);
        try (var stream = own.live(EVENTS)) {
            own.create("First");
            own.create("Second");
            assertEquals("First", stream.next("enter").<String>get("item.title"));
            assertEquals("Second", stream.next("enter").<String>get("item.title"));
        }
        Awaitility.await().until(() -> follower.heard.get() >= 1);
        assertEquals(1, follower.begun.get());
        awaitHealth(200);
    }

    @Test
    @DisplayName("6.3 while a follower cannot begin again the process says that it is neither ready nor alive")
    void aFollowerThatCannotBeginAgainIsSaid() {
        follower.failures.set(1);
        follower.refusals.set(Integer.MAX_VALUE);
        tail.follow(follower);
        own.create("First");
        awaitHealth(503);
        follower.refusals.set(0);
        awaitHealth(200);
    }

    @Test
    @DisplayName("6.3 a feed that fails with an error ends its streams, which connect again, and no others")
    void aFeedThatFailsEndsItsStreams() {
        var other = Dashboard.at(service);
        try (var stream = own.live(EVENTS);
                var kept = other.live(EVENTS)) {
            var change = unreadable(Long.parseLong(own.user().zuid()));
            tail.context().runOnContext(_ -> feeds.hear(change));
            stream.next("reconnect");
            other.create("Tea");
            kept.next("enter");
            own.create("Meanwhile");
            try (var again = own.resume(EVENTS, stream.lastId())) {
                assertEquals("Meanwhile", again.next("enter").<String>get("item.title"));
            }
        }
    }

    private static void awaitHealth(int status) {
        for (var path : List.of("/q/health/live", "/q/health/ready")) {
            Awaitility.await().until(() -> Management.call().get(path).statusCode() == status);
        }
    }

    private LoggedChange unreadable(long zuid) {
        var documents = new AbstractList<Seen.Document>() {
            @Override
            public Seen.Document get(int index) {
                throw new LinkageError("broken");
            }

            @Override
            public int size() {
                return 1;
            }
        };
        return new LoggedChange(
                tail.settled() + 1,
                "event",
                "x",
                1,
                null,
                "created",
                "system",
                null,
                List.of(),
                null,
                null,
                0,
                new ArrayList<>(List.of(zuid)),
                List.of(0),
                List.of(1),
                documents,
                List.of(),
                null);
    }

    /// Fails as often as it is told to.
    private static final class Broken implements LogFollower {
        private final AtomicInteger failures = new AtomicInteger();
        private final AtomicInteger refusals = new AtomicInteger();
        private final AtomicInteger heard = new AtomicInteger();
        private final AtomicInteger begun = new AtomicInteger();
        private volatile boolean isListening = true;

        @Override
        public boolean isListening() {
            return isListening;
        }

        @Override
        public void hear(LoggedChange change) {
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new LinkageError("broken");
            }
            heard.incrementAndGet();
        }

        @Override
        public void beginAgain() {
            if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new LinkageError("still broken");
            }
            begun.incrementAndGet();
        }
    }
}

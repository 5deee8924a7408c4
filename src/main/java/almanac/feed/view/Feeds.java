package almanac.feed.view;

import almanac.feed.stream.CursorTime;
import almanac.feed.stream.FeedMeters;
import almanac.feed.stream.Stream;
import almanac.log.change.LogFollower;
import almanac.log.change.LoggedChange;
import almanac.log.tail.LogTail;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// All feeds of this node. A change is passed only to the feeds of its audience, so a write costs nothing for
/// streams that may not see it. Runs on the thread of the log.
@Singleton
public class Feeds implements LogFollower {
    private static final Logger LOG = Logger.getLogger(Feeds.class);
    private static final long TICK_MILLIS = 1000;

    /// The shortest time between two looks at the clock.
    private static final long SHORTEST_MILLIS = 20;

    private final LogTail tail;
    private final ViewReader reader;
    private final FeedMeters meters;
    private final ObjectMapper json;
    private final Clock clock;
    private final CursorTime time;
    private final Map<Long, List<Feed>> byAccount = new HashMap<>();
    private final Map<Object, Feed> byScope = new HashMap<>();
    private final Map<Feed, Set<Long>> accounts = new HashMap<>();

    /// Whether a timer runs until the moment of a clock.
    private volatile boolean awaits;

    Feeds(ViewReader reader, FeedMeters meters, ObjectMapper json, Clock clock, CursorTime time) {
        this.tail = reader.tail();
        this.reader = reader;
        this.meters = meters;
        this.json = json;
        this.clock = clock;
        this.time = time;
    }

    void start(@Observes StartupEvent event) {
        tail.follow(this);
        tail.context().owner().setPeriodic(TICK_MILLIS, timer -> tick());
    }

    /// Adds a stream to the feed of a list.
    ///
    /// @param accounts those whose changes concern the list
    /// @param isSent whether the stream is to be sent a snapshot
    /// @return the list, if it was read for this stream
    public Uni<Optional<ListSnapshot>> join(Scope scope, Set<Long> accounts, Stream stream, boolean isSent) {
        return join(scope, accounts, stream, () -> view(scope, isSent));
    }

    /// Adds a stream to a feed of the log.
    public Uni<Void> join(LogScope scope, Stream stream) {
        return join(
                        scope,
                        Set.of(scope.viewer().zuid()),
                        stream,
                        () -> new LogFeed(scope, new Audience(meters, clock), clock))
                .replaceWithVoid();
    }

    /// Removes a stream, and its feed with the last stream.
    void leave(Object scope, Stream stream) {
        tail.context().runOnContext(_ -> {
            var feed = byScope.get(scope);
            if (feed != null && feed.leave(stream)) {
                forget(scope, feed);
            }
        });
    }

    private void forget(Object scope, Feed feed) {
        byScope.remove(scope, feed);
        var concerned = accounts.remove(feed);
        if (concerned != null) {
            concerned.forEach(zuid -> byAccount.computeIfPresent(zuid, (account, feeds) -> {
                feeds.remove(feed);
                return feeds.isEmpty() ? null : feeds;
            }));
        }
    }

    /// Advances the time of views: of moving windows, and of the clock.
    public void tick() {
        tail.context().runOnContext(_ -> {
            var now = clock.millis();
            List.copyOf(byScope.values()).forEach(feed -> attempt(feed, () -> feed.tick(now)));
            awaitMoment(now);
        });
    }

    /// Looks at the time again at the next moment of a clock, if that comes before the next second.
    private void awaitMoment(long now) {
        var next = byScope.values().stream().mapToLong(Feed::nextMoment).min().orElse(Long.MAX_VALUE);
        if (next > now && next - now < TICK_MILLIS && !awaits) {
            awaits = true;
            tail.context().owner().setTimer(Math.max(next - now, SHORTEST_MILLIS), _ -> {
                awaits = false;
                tick();
            });
        }
    }

    private Uni<Optional<ListSnapshot>> join(Object scope, Set<Long> concerned, Stream stream, Supplier<Feed> make) {
        return Uni.createFrom()
                .emitter(joined -> tail.context().runOnContext(_ -> {
                    if (stream.hasEnded()) {
                        // The stream ended before it joined; it would never be removed.
                        joined.fail(new Stream.GoneException());
                        return;
                    }
                    feed(scope, concerned, make).join(stream, joined::complete);
                }));
    }

    private Feed feed(Object scope, Set<Long> concerned, Supplier<Feed> make) {
        var known = byScope.get(scope);
        if (known != null && time.isNear(known.time())) {
            return known;
        }
        if (known != null) {
            // The clock was set back. What the feed has told already is ahead of the list that the stream is sent.
            end(known);
        }
        var made = make.get();
        byScope.put(scope, made);
        accounts.put(made, concerned);
        concerned.forEach(zuid ->
                byAccount.computeIfAbsent(zuid, key -> new ArrayList<>()).add(made));
        return made;
    }

    private View view(Scope scope, boolean isSent) {
        var view = new View(scope, reader, new Audience(meters, clock), json, clock);
        view.open(isSent, () -> forget(scope, view));
        return view;
    }

    @Override
    public boolean isListening() {
        return !byScope.isEmpty();
    }

    @Override
    public void hear(LoggedChange change) {
        for (var zuid : change.audience()) {
            var feeds = byAccount.get(zuid);
            if (feeds != null) {
                List.copyOf(feeds).forEach(feed -> attempt(feed, () -> feed.accept(change)));
            }
        }
    }

    /// Runs work of a feed. A feed that fails for any error is dropped, and its streams reconnect and resume
    /// from their cursors. Other feeds still get the change.
    private void attempt(Feed feed, Runnable work) {
        try {
            work.run();
        } catch (Throwable failure) {
            LOG.error("A feed has failed; its streams are asked to reconnect", failure);
            end(feed);
        }
    }

    /// Ends the streams of every feed. The clients reconnect and resume from their cursors.
    @Override
    public void beginAgain() {
        Set.copyOf(byScope.values()).forEach(this::end);
    }

    private void end(Feed feed) {
        feed.end();
        byScope.values().removeIf(feed::equals);
        accounts.remove(feed);
        byAccount.values().removeIf(feeds -> feeds.remove(feed) && feeds.isEmpty());
    }
}

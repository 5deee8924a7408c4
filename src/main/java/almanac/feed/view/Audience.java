package almanac.feed.view;

import almanac.feed.message.Live;
import almanac.feed.stream.FeedMeters;
import almanac.feed.stream.Stream;
import almanac.log.change.LoggedChange;
import io.vertx.core.Context;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The streams of a feed, grouped by event loop: a message is passed once to each loop, not once to each
/// stream.
final class Audience {
    private static final Logger LOG = Logger.getLogger(Audience.class);

    private final Map<Context, List<Stream>> streams = new HashMap<>();
    private final FeedMeters meters;
    private final Clock clock;

    Audience(FeedMeters meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
    }

    void join(Stream stream) {
        streams.merge(stream.context(), List.of(stream), Audience::together);
    }

    boolean leave(Stream stream) {
        var wasHere = streams.getOrDefault(stream.context(), List.of()).contains(stream);
        streams.computeIfPresent(stream.context(), (context, others) -> without(others, stream));
        return wasHere && streams.isEmpty();
    }

    /// Sends the message of a change.
    void tell(Live live, LoggedChange change) {
        hand(live, change);
    }

    /// Sends a message to every stream that does not have it yet.
    void tell(Live live) {
        hand(live, null);
    }

    /// Asks every stream to reconnect.
    void end() {
        for (var listeners : List.copyOf(streams.values())) {
            listeners.forEach(Stream::endWithReconnect);
        }
    }

    /// The lists are immutable, since the event loops iterate over them.
    private void hand(Live live, @Nullable LoggedChange change) {
        streams.forEach((context, listeners) -> context.runOnContext(_ -> send(live, change, listeners)));
    }

    private void send(Live live, @Nullable LoggedChange change, List<Stream> listeners) {
        var sent = 0;
        for (var stream : listeners) {
            if (offer(stream, live)) {
                sent++;
            }
        }
        if (change != null && sent > 0) {
            meters.sent(change.committedAt(), clock.millis(), sent);
        }
    }

    /// A stream that could not take a message, for any error, would miss it. It ends, and its client resumes
    /// from the cursor.
    private static boolean offer(Stream stream, Live live) {
        try {
            return stream.offer(live);
        } catch (Throwable failure) {
            LOG.error("A message could not be passed to a stream; the stream is ended", failure);
            stream.end();
            return false;
        }
    }

    private static List<Stream> together(List<Stream> some, List<Stream> others) {
        var all = new ArrayList<>(some);
        all.addAll(others);
        return List.copyOf(all);
    }

    private static @Nullable List<Stream> without(List<Stream> streams, Stream left) {
        var others = streams.stream().filter(stream -> !stream.equals(left)).toList();
        return others.isEmpty() ? null : others;
    }
}

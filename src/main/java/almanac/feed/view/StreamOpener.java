package almanac.feed.view;

import almanac.feed.message.Message;
import almanac.feed.message.Messages;
import almanac.feed.stream.FeedMeters;
import almanac.feed.stream.Stream;
import almanac.log.change.Cursor;
import almanac.log.change.Window;
import almanac.log.read.LogReader;
import almanac.log.read.LogSnapshot;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/// How a stream begins: with the list as it is, or with what was missed since a cursor; then it is
/// live.
@Singleton
public class StreamOpener {
    /// So many items of a snapshot are written at once.
    private static final int CHUNK = 50;

    private final LogReader log;
    private final Listings flags;
    private final FeedMeters meters;
    private final ObjectMapper json;
    private final Clock clock;

    StreamOpener(LogReader log, Listings flags, FeedMeters meters, ObjectMapper json, Clock clock) {
        this.log = log;
        this.flags = flags;
        this.meters = meters;
        this.json = json;
        this.clock = clock;
    }

    /// Begins the stream of a list, which has joined its feed already.
    ///
    /// @param sent the cursor that the client has sent; empty where it sent none
    public Uni<Void> open(Scope scope, Stream stream, Optional<String> sent) {
        return log.atOneMoment(snapshot -> {
            if (sent.isEmpty()) {
                return snapshot(scope, stream, snapshot);
            }
            var cursor = Cursor.parse(sent.get());
            var refusal = cursor.map(snapshot::refusal).orElse(Optional.of("unknown"));
            return refusal.isPresent()
                    ? reset(scope, stream, snapshot, refusal.get())
                    : replay(scope, stream, snapshot, cursor.orElseThrow());
        });
    }

    /// Begins the stream of the log.
    public Uni<Void> open(LogScope scope, Stream stream, Optional<String> sent) {
        return log.atOneMoment(snapshot -> {
            var cursor = sent.flatMap(Cursor::parse);
            var refusal = cursor.map(snapshot::refusal).orElse(sent.map(_ -> "unknown"));
            if (refusal.isPresent()) {
                meters.reset();
                stream.send(Messages.reset(refusal.get(), snapshot), clock.millis());
            }
            return refusal.isPresent() || cursor.isEmpty()
                    ? ready(stream, snapshot, 0, Window.ALL)
                    : replay(scope, stream, snapshot, cursor.get());
        });
    }

    private Uni<Void> snapshot(Scope scope, Stream stream, LogSnapshot snapshot) {
        var window = scope.watch().window(snapshot.time());
        var count = new AtomicLong();
        return scope.watch()
                .read(snapshot.connection(), scope.viewer(), window)
                .filter(item -> scope.only().isEmpty() || scope.only().contains(item.calendarId()))
                .invoke(count::incrementAndGet)
                .group()
                .intoLists()
                .of(CHUNK)
                .onItem()
                .transformToUniAndConcatenate(items -> stream.sendAndWait(
                        Message.together(items.stream().map(Messages::snapshot).toList()), clock.millis()))
                .collect()
                .last()
                .chain(() -> ready(stream, snapshot, count.get(), window));
    }

    private Uni<Void> reset(Scope scope, Stream stream, LogSnapshot snapshot, String reason) {
        meters.reset();
        stream.send(Messages.reset(reason, snapshot), clock.millis());
        return snapshot(scope, stream, snapshot);
    }

    private Uni<Void> replay(Scope scope, Stream stream, LogSnapshot snapshot, Cursor cursor) {
        meters.resumed();
        return flags.of(scope, snapshot).chain(calendars -> {
            var replay = new Replay(scope, snapshot, calendars, json, cursor);
            return replay.isPossible()
                    .chain(isPossible -> isPossible
                            ? send(replay.messages(), stream)
                                    .chain(() -> ready(
                                            stream,
                                            snapshot,
                                            replay.count(),
                                            scope.watch().window(snapshot.time())))
                            : reset(scope, stream, snapshot, "calendars"));
        });
    }

    private Uni<Void> replay(LogScope scope, Stream stream, LogSnapshot snapshot, Cursor cursor) {
        meters.resumed();
        var reached = new AtomicReference<>(cursor);
        var count = new AtomicLong();
        var messages = snapshot.missed(cursor, scope.viewer().zuid())
                .filter(scope::concerns)
                .map(change -> {
                    var after = reached.get().plus(change.position(), snapshot.time(), snapshot.gaps());
                    reached.set(after);
                    count.incrementAndGet();
                    return Message.of("change", after, scope.text(change, after));
                });
        return send(messages, stream).chain(() -> ready(stream, snapshot, count.get(), Window.ALL));
    }

    private Uni<Void> send(Multi<Message> messages, Stream stream) {
        return messages.onItem()
                .transformToUniAndConcatenate(message -> stream.sendAndWait(message, clock.millis()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> ready(Stream stream, LogSnapshot snapshot, long count, Window window) {
        var cursor = snapshot.cursor();
        stream.send(Messages.ready(cursor, count, window), clock.millis());
        stream.goLive(cursor, clock.millis());
        return Uni.createFrom().voidItem();
    }
}

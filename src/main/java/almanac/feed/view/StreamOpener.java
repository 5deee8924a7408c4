package almanac.feed.view;

import almanac.base.problem.ProblemException;
import almanac.feed.message.Message;
import almanac.feed.message.Messages;
import almanac.feed.message.SnapshotWriter;
import almanac.feed.stream.CursorTime;
import almanac.feed.stream.FeedMeters;
import almanac.feed.stream.Stream;
import almanac.feed.view.Listings.Missed;
import almanac.log.change.Cursor;
import almanac.log.change.Window;
import almanac.log.read.LogReader;
import almanac.log.read.LogReader.Lane;
import almanac.log.read.LogSnapshot;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/// Begins a stream: with a snapshot of the list, or a replay since a cursor. Then the stream is live.
@Singleton
public class StreamOpener {
    private final LogReader log;
    private final Listings listings;
    private final CursorTime time;
    private final SpoolMemory memory;
    private final FeedMeters meters;

    StreamOpener(LogReader log, Listings listings, CursorTime time, SpoolMemory memory, FeedMeters meters) {
        this.log = log;
        this.listings = listings;
        this.time = time;
        this.memory = memory;
        this.meters = meters;
    }

    /// The state of a stream after its snapshot or replay.
    ///
    /// @param count the number of messages
    private record Begun(Cursor cursor, long count, Window window) {}

    /// Checks, before the response's head is sent, whether a stream can begin.
    ///
    /// @throws ProblemException 503 if too many streams wait to begin
    public void checkRoom(long zuid, Optional<String> sent) {
        log.checkRoom(lane(sent), zuid);
    }

    /// Begins the stream of a list. It has joined its feed already.
    ///
    /// @param sent the cursor that the client sent; empty if none
    /// @param read the list, if its view has just read it
    public Uni<Void> open(Scope scope, Stream stream, Optional<String> sent, Optional<ListSnapshot> read) {
        var spool = new Spool(stream, memory);
        var zuid = scope.viewer().zuid();
        var kept = read.filter(list -> sent.isEmpty() && spool.keep(list.messages()));
        return begin(
                stream,
                spool,
                kept.map(list -> Uni.createFrom().item(new Begun(list.cursor(), list.count(), list.window())))
                        .orElseGet(() ->
                                read(zuid, stream, sent, snapshot -> list(scope, stream, sent, snapshot, spool))));
    }

    /// Begins the stream of the log.
    public Uni<Void> open(LogScope scope, Stream stream, Optional<String> sent) {
        var spool = new Spool(stream, memory);
        return begin(
                stream,
                spool,
                read(scope.viewer().zuid(), stream, sent, snapshot -> log(scope, stream, sent, snapshot, spool)));
    }

    /// Reads in one snapshot, once the time of the cursor has come.
    private Uni<Begun> read(long zuid, Stream stream, Optional<String> sent, Function<LogSnapshot, Uni<Begun>> work) {
        return time.reach(sent, stream).chain(() -> log.atOneMoment(lane(sent), zuid, stream::checkOpen, work));
    }

    private static Lane lane(Optional<String> sent) {
        return sent.isEmpty() ? Lane.NEW : Lane.RESUMED;
    }

    private Uni<Void> begin(Stream stream, Spool spool, Uni<Begun> reading) {
        return reading.chain(begun -> spool.flush().invoke(() -> goLive(stream, begun)))
                .onTermination()
                .invoke(spool::close);
    }

    private void goLive(Stream stream, Begun begun) {
        stream.send(Messages.ready(begun.cursor(), begun.count(), begun.window()));
        stream.goLive(begun.cursor());
    }

    private Uni<Begun> list(Scope scope, Stream stream, Optional<String> sent, LogSnapshot snapshot, Spool spool) {
        if (sent.isEmpty()) {
            return snapshot(scope, snapshot, spool);
        }
        var cursor = Cursor.parse(sent.get());
        var refusal = cursor.map(snapshot::refusalOfStream).orElse(Optional.of("unknown"));
        if (refusal.isPresent()) {
            reset(stream, snapshot, refusal.get());
            return snapshot(scope, snapshot, spool);
        }
        return scope.watch().isOfPeople()
                ? resumeOfPeople(scope, stream, cursor.orElseThrow(), snapshot, spool)
                : replay(scope, stream, cursor.orElseThrow(), snapshot, spool);
    }

    /// The log does not say what people's times were. So a client that has missed something gets them anew.
    private Uni<Begun> resumeOfPeople(Scope scope, Stream stream, Cursor cursor, LogSnapshot snapshot, Spool spool) {
        meters.resumed();
        var window = scope.watch().window(snapshot.time());
        return listings.hasMissed(scope, snapshot, cursor).chain(hasMissed -> {
            if (!hasMissed && window.equals(scope.watch().window(cursor.time()))) {
                return Uni.createFrom().item(new Begun(snapshot.cursor(), 0, window));
            }
            reset(stream, snapshot, "times");
            return snapshot(scope, snapshot, spool);
        });
    }

    private Uni<Begun> log(LogScope scope, Stream stream, Optional<String> sent, LogSnapshot snapshot, Spool spool) {
        var cursor = sent.flatMap(Cursor::parse);
        var refusal = cursor.map(snapshot::refusalOfStream).orElse(sent.map(_ -> "unknown"));
        refusal.ifPresent(reason -> reset(stream, snapshot, reason));
        return refusal.isPresent() || cursor.isEmpty()
                ? Uni.createFrom().item(new Begun(snapshot.cursor(), 0, Window.ALL))
                : replay(scope, cursor.get(), snapshot, spool);
    }

    private void reset(Stream stream, LogSnapshot snapshot, String reason) {
        meters.reset();
        stream.send(Messages.reset(reason, snapshot));
    }

    private Uni<Begun> snapshot(Scope scope, LogSnapshot snapshot, Spool spool) {
        var window = scope.watch().window(snapshot.time());
        var writer = new SnapshotWriter();
        var full = scope.watch()
                .read(snapshot.connection(), scope.viewer(), window)
                .filter(scope::includes)
                .map(writer::add);
        var rest = Multi.createFrom().deferred(() -> Multi.createFrom().item(writer.rest()));
        return spool.addAll(Multi.createBy()
                        .concatenating()
                        .streams(full, rest)
                        .filter(Optional::isPresent)
                        .map(Optional::get))
                .map(_ -> new Begun(snapshot.cursor(), writer.count(), window));
    }

    private Uni<Begun> replay(Scope scope, Stream stream, Cursor cursor, LogSnapshot snapshot, Spool spool) {
        meters.resumed();
        return listings.of(scope, snapshot).chain(calendars -> {
            var replay = new Replay(scope, snapshot, calendars, listings, cursor);
            return replay.refusal().chain(refusal -> {
                if (refusal.isPresent()) {
                    reset(stream, snapshot, refusal.get());
                    return snapshot(scope, snapshot, spool);
                }
                var window = scope.watch().window(snapshot.time());
                return spool.addAll(replay.messages(listings.missed(snapshot, cursor, scope.viewer())))
                        .map(_ -> new Begun(snapshot.cursor(), replay.count(), window));
            });
        });
    }

    private Uni<Begun> replay(LogScope scope, Cursor cursor, LogSnapshot snapshot, Spool spool) {
        meters.resumed();
        var reached = new AtomicReference<>(cursor);
        var count = new AtomicLong();
        var messages = listings.missed(snapshot, cursor, scope.viewer())
                .filter(scope::concerns)
                .map(Missed::change)
                .map(change -> {
                    var after = reached.get().plus(change.position(), snapshot.time(), snapshot.gaps());
                    reached.set(after);
                    count.incrementAndGet();
                    return Message.of("change", after, scope.text(change, after));
                });
        return spool.addAll(messages).map(_ -> new Begun(snapshot.cursor(), count.get(), Window.ALL));
    }
}

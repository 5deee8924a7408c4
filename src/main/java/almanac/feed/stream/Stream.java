package almanac.feed.stream;

import almanac.access.token.Caller;
import almanac.base.http.Connections;
import almanac.feed.message.Live;
import almanac.feed.message.Message;
import almanac.log.change.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One open connection, its cursor and its queue.
///
/// Live messages wait in a bounded queue until the snapshot or replay is sent. Then they are sent at once,
/// without those that the snapshot already contains.
public final class Stream {
    /// The size of a part of a message, in bytes, for which a reader has the time of one stall.
    private static final int PART = 64 * 1024;

    private final Caller caller;
    private final Connection connection;
    private final HttpServerResponse response;
    private final Limits limits;
    private final Clock elapsed;
    private final Runnable onEnd;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ArrayDeque<Live> waiting = new ArrayDeque<>();
    private @Nullable Cursor cursor;
    private volatile long lastWrite;
    private volatile int behind;
    private long behindWeight;
    private long waitingWeight;

    /// The limits of a stream.
    ///
    /// @param queue maximum number of messages that wait for the reader
    /// @param weight maximum number of bytes that wait for the reader; a single message may exceed it
    /// @param stall how long the reader may take no bytes while the snapshot or replay is sent
    /// @param endsAt when the stream ends, in ms of the elapsed time
    /// @param onOverflow run when the reader was too slow
    record Limits(int queue, long weight, Duration stall, long endsAt, Runnable onOverflow) {}

    /// The connection that a stream writes to.
    ///
    /// @param context the event loop that writes
    /// @param request the request that the stream answers
    /// @param wire writes chunks past the HTTP encoder
    record Connection(Context context, HttpServerRequest request, ChunkWriter wire) {}

    Stream(Caller caller, Connection connection, Limits limits, Clock elapsed, Runnable onEnd) {
        this.caller = caller;
        this.connection = connection;
        this.response = connection.request.response();
        this.limits = limits;
        this.elapsed = elapsed;
        this.lastWrite = elapsed.millis();
        this.onEnd = onEnd;
        response.closeHandler(_ -> gone());
        response.exceptionHandler(_ -> gone());
    }

    /// The zuid of the account that opened the stream.
    public long zuid() {
        return caller.zuid();
    }

    Caller caller() {
        return caller;
    }

    public Context context() {
        return connection.context;
    }

    /// Sends a live message, or queues it until the stream is live.
    ///
    /// @return whether it was sent
    public synchronized boolean offer(Live live) {
        if (ended.get()) {
            return false;
        }
        if (cursor != null) {
            return pass(live, cursor);
        }
        waiting.add(live);
        waitingWeight += live.weight();
        if (isTooMuch(waiting.size(), waitingWeight)) {
            overflow();
        }
        return false;
    }

    /// Makes the stream live: sends the queued messages, and later ones at once.
    public synchronized void goLive(Cursor reached) {
        cursor = reached;
        for (var live = waiting.poll(); live != null && cursor != null; live = waiting.poll()) {
            var _ = pass(live, cursor);
        }
    }

    private boolean pass(Live live, Cursor reached) {
        if (live.isKnownAt(reached)) {
            return false;
        }
        if (live.isPartlyKnownAt(reached)) {
            endWithReconnect();
            return false;
        }
        var step = live.from(reached);
        cursor = step.to();
        send(step.message(), true);
        return true;
    }

    /// Sends a message now. The connection of a reader that does not keep up is closed; the client resumes
    /// from its last cursor.
    ///
    /// Nothing is queued while the socket accepts writes. The result of a write is not observed, since a
    /// callback for each would add a third to the cost of the write.
    public void send(Message message) {
        send(message, false);
    }

    /// @param toMany whether other streams get the same message
    private synchronized void send(Message message, boolean toMany) {
        if (ended.get()) {
            return;
        }
        if (response.closed()) {
            // The connection was closed before the close handler was set.
            gone();
            return;
        }
        fallBehind(message);
        if (isTooMuch(behind, behindWeight)) {
            overflow();
            return;
        }
        lastWrite = elapsed.millis();
        if (!toMany || !connection.wire.write(message.chunk())) {
            response.write(message.bytes(), null);
        }
    }

    /// Counts the messages and bytes written since the write queue became full; 0 while it has room.
    private void fallBehind(Message message) {
        var isFull = response.writeQueueFull();
        behind = isFull ? behind + 1 : 0;
        behindWeight = isFull ? behindWeight + message.bytes().length() : 0;
    }

    private boolean isTooMuch(int messages, long weight) {
        return messages > limits.queue || (messages > 1 && weight > limits.weight);
    }

    /// Sends a part of a snapshot; completes when the write queue has room. The connection of a reader that
    /// takes nothing for the stall time is closed; a large part gets more time.
    public synchronized Uni<Void> sendAndWait(Message message) {
        if (ended.get()) {
            return Uni.createFrom().failure(new GoneException());
        }
        lastWrite = elapsed.millis();
        var written = response.write(message.bytes());
        if (!response.writeQueueFull()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .completionStage(written.toCompletionStage())
                .ifNoItem()
                .after(limits.stall.multipliedBy(1 + message.bytes().length() / PART))
                .failWith(this::stalled);
    }

    private GoneException stalled() {
        overflow();
        return new GoneException();
    }

    /// Whether nothing was sent since a moment, in ms of the elapsed time.
    boolean isIdleSince(long moment) {
        return lastWrite <= moment;
    }

    boolean isTooOld(long now) {
        return now >= limits.endsAt;
    }

    /// Whether the stream has ended. Its cleanup has at least begun.
    public boolean hasEnded() {
        return ended.get();
    }

    /// Checks that the stream is open.
    ///
    /// @throws GoneException if the stream has ended
    public void checkOpen() {
        if (hasEnded()) {
            throw new GoneException();
        }
    }

    int queued() {
        return response.writeQueueFull() ? behind : 0;
    }

    private void overflow() {
        waiting.clear();
        if (finish()) {
            limits.onOverflow.run();
            Connections.cut(connection.request);
        }
    }

    /// Sends `reconnect` and ends the response properly.
    public void endWithReconnect() {
        send(Message.of("reconnect", null, "{}"));
        end();
    }

    /// Ends the response properly. Synchronized with the writes: a write after the end would throw, and the
    /// remaining streams of the same loop would miss the message.
    public synchronized void end() {
        if (finish() && !response.ended()) {
            response.end();
        }
    }

    private void gone() {
        var _ = finish();
    }

    private boolean finish() {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        onEnd.run();
        return true;
    }

    /// The connection was closed while its snapshot or replay was sent. No answer can be given.
    public static final class GoneException extends RuntimeException {
        public GoneException() {
            super("the connection was closed", null, false, false);
        }
    }
}

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

/// One open connection: what was sent to it, what waits for it, and how it ends.
///
/// Until its snapshot or its replay is done, what is live waits here, bounded; then it goes out at
/// once, but for what the snapshot has shown already.
public final class Stream {
    /// A reader has the time for a stall for so many bytes.
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

    /// What bounds a stream.
    ///
    /// @param queue how many messages may wait for the reader
    /// @param weight how many bytes may wait for the reader; one message may have more
    /// @param stall how long the reader may take nothing while its stream begins
    /// @param endsAt when it ends by itself, in ms of the elapsed time
    /// @param onOverflow told when the reader was too slow
    record Limits(int queue, long weight, Duration stall, long endsAt, Runnable onOverflow) {}

    /// The connection that a stream writes to.
    ///
    /// @param context the thread on which it writes
    /// @param request what is answered with the stream
    /// @param wire the short way past HTTP
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

    /// The account that it is of.
    public long zuid() {
        return caller.zuid();
    }

    Caller caller() {
        return caller;
    }

    public Context context() {
        return connection.context;
    }

    /// Passes a live message on, or keeps it until the stream is live.
    ///
    /// @return whether it went out
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

    /// From here on live messages go out at once; those that waited go first.
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

    /// Sends a message now. A reader that does not keep up is cut off: its next connection goes on
    /// where this ended.
    ///
    /// While the connection takes what it is given nothing waits. Nobody is told of each write's end:
    /// that would cost a third of what the write does.
    public void send(Message message) {
        send(message, false);
    }

    /// @param toMany whether others get the same message
    private synchronized void send(Message message, boolean toMany) {
        if (ended.get()) {
            return;
        }
        if (response.closed()) {
            // It went before anybody listened for that.
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

    /// Counts what was given to the connection since it last had room for more.
    private void fallBehind(Message message) {
        var isFull = response.writeQueueFull();
        behind = isFull ? behind + 1 : 0;
        behindWeight = isFull ? behindWeight + message.bytes().length() : 0;
    }

    private boolean isTooMuch(int messages, long weight) {
        return messages > limits.queue || (messages > 1 && weight > limits.weight);
    }

    /// Sends a part of a snapshot; done when the reader has room for more. A reader that has taken nothing for
    /// too long is cut off; a large part has longer.
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

    /// Whether nothing was sent since a moment.
    boolean isIdleSince(long moment) {
        return lastWrite <= moment;
    }

    boolean isTooOld(long now) {
        return now >= limits.endsAt;
    }

    /// Whether it is over, in whatever way; what is left to do then is on its way.
    public boolean hasEnded() {
        return ended.get();
    }

    /// Goes on only while it is open.
    ///
    /// @throws GoneException where it is over
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

    /// Asks the reader to connect again and ends the stream in good order.
    public void endWithReconnect() {
        send(Message.of("reconnect", null, "{}"));
        end();
    }

    /// Ends the stream in good order. Nobody writes meanwhile: that would fail, and with it whoever
    /// tells the others.
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

    /// The reader has gone in the middle of a snapshot: nobody is left to tell.
    public static final class GoneException extends RuntimeException {
        public GoneException() {
            super("the reader has gone", null, false, false);
        }
    }
}

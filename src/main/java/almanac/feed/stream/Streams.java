package almanac.feed.stream;

import almanac.access.token.Caller;
import almanac.base.clock.Elapsed;
import almanac.base.problem.Problem;
import almanac.base.problem.ProblemException;
import almanac.feed.message.Message;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.impl.ContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// All open streams of this node: sends heartbeats and ends them.
@Singleton
public class Streams {
    private static final long SWEEP_MILLIS = 1000;
    private static final double YOUNGEST_SHARE = 0.8;
    private static final double RETRY_SPREAD = 0.25;

    private final Set<Stream> open = ConcurrentHashMap.newKeySet();
    private final FeedConfig config;
    private final FeedMeters meters;
    private final StreamPlaces places;
    private final Clock clock;
    private final Clock elapsed;
    private final RandomGenerator random = new Random();
    private final Message heartbeat = Message.heartbeat();
    private volatile boolean closing;

    Streams(FeedConfig config, FeedMeters meters, StreamPlaces places, Clock clock, @Elapsed Clock elapsed) {
        this.config = config;
        this.meters = meters;
        this.places = places;
        this.clock = clock;
        this.elapsed = elapsed;
        meters.watch(open, Streams::queued);
    }

    void start(@Observes StartupEvent event, Vertx vertx) {
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
    }

    /// Takes a place for a stream. Where the nodes count for themselves, the result is there at once.
    ///
    /// @return what releases the place; it fails with 429 if the user has too many streams, and with 503
    ///     while the service stops
    public Uni<Runnable> admit(Caller caller) {
        return closing
                ? Uni.createFrom().failure(() -> ProblemException.passing(Problem.UNAVAILABLE, "stopping", 1))
                : places.take(caller.zuid());
    }

    /// Opens a stream that has a place, and sends the response's head and the `retry` field.
    ///
    /// @param onEnd run once, when the stream has ended for any reason
    public Stream open(Caller caller, HttpServerRequest request, Runnable onEnd) {
        var connection = new Stream.Connection(eventLoop(), request, ChunkWriter.to(request));
        var stream = new Stream[1];
        stream[0] = new Stream(caller, connection, limits(), elapsed, () -> {
            open.remove(stream[0]);
            onEnd.run();
        });
        open.add(stream[0]);
        tell(request.response()).setChunked(true);
        stream[0].send(Message.retry(varied(config.retry().toMillis(), RETRY_SPREAD)));
        return stream[0];
    }

    /// Answers a HEAD request (RFC 9110, 9.3.2) without opening a stream. A body would be read as the start
    /// of the connection's next response.
    public void head(HttpServerRequest request) {
        var _ = tell(request.response()).end();
    }

    private static HttpServerResponse tell(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/event-stream;charset=UTF-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
    }

    /// Ends every stream, spread over the configured period, so that clients do not reconnect at the same
    /// time.
    public void drain() {
        var streams = List.copyOf(open);
        if (streams.isEmpty()) {
            return;
        }
        var pause = config.drain().toNanos() / streams.size();
        for (var stream : streams) {
            stream.endWithReconnect();
            LockSupport.parkNanos(Math.min(pause, TimeUnit.MILLISECONDS.toNanos(50)));
        }
    }

    void onShutdownDelay(@Observes ShutdownDelayInitiatedEvent event) {
        close();
    }

    void onShutdown(@Observes ShutdownEvent event) {
        close();
    }

    private void close() {
        closing = true;
        drain();
    }

    /// The context of the event loop itself. Each request has a duplicated context, which would differ for
    /// every stream.
    private static Context eventLoop() {
        return ContextInternal.current().unwrap();
    }

    private Stream.Limits limits() {
        var age = config.maxAge().toMillis() * random.nextDouble(YOUNGEST_SHARE, 1);
        return new Stream.Limits(
                config.queue(),
                config.queueSize().asLongValue(),
                config.stall(),
                elapsed.millis() + (long) age,
                meters::overflowed);
    }

    /// Sends heartbeats, and ends the streams that are too old or whose token has expired.
    public void sweep() {
        var time = clock.millis();
        var now = elapsed.millis();
        var idleSince = now - config.heartbeat().toMillis();
        for (var stream : open) {
            if (stream.caller().isExpired(time)) {
                stream.end();
            } else if (stream.isTooOld(now)) {
                stream.endWithReconnect();
            } else if (stream.isIdleSince(idleSince)) {
                stream.send(heartbeat);
            }
        }
    }

    /// The callers of the open streams.
    Set<Caller> callers() {
        return open.stream().map(Stream::caller).collect(Collectors.toSet());
    }

    /// Ends the streams of some callers.
    void end(Set<Caller> callers) {
        open.stream().filter(stream -> callers.contains(stream.caller())).forEach(Stream::end);
    }

    private long varied(long value, double spread) {
        return (long) (value * random.nextDouble(1 - spread, 1 + spread));
    }

    private static double queued(Set<Stream> streams) {
        return streams.stream().mapToInt(Stream::queued).sum();
    }
}

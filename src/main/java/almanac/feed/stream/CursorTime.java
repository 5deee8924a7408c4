package almanac.feed.stream;

import almanac.base.clock.ClockConfig;
import almanac.base.clock.Elapsed;
import almanac.log.change.Cursor;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// The time of cursors, which another node gave out. Its clock may be ahead of the clock of this one.
///
/// A stream that resumed before that time would get the steps of time in between a second time. So it waits for
/// a time that is near, and begins anew with a time that is further away.
@Singleton
public class CursorTime {
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Clock clock;
    private final Clock elapsed;
    private final long limit;

    CursorTime(Clock clock, @Elapsed Clock elapsed, ClockConfig config) {
        this.clock = clock;
        this.elapsed = elapsed;
        this.limit = config.skewLimit().toMillis();
    }

    /// Whether a stream can resume from a cursor now, or after a wait of up to `almanac.clock.skew-limit`.
    public boolean isNear(Cursor cursor) {
        return isNear(cursor.time());
    }

    /// Whether a time, in epoch ms, has come or comes within `almanac.clock.skew-limit`.
    public boolean isNear(long time) {
        return time - clock.millis() <= limit;
    }

    /// Waits for the time of a cursor if it is near, as long as the stream is open.
    public Uni<Void> reach(Optional<String> sent, Stream stream) {
        var cursor = sent.flatMap(Cursor::parse).filter(this::isNear);
        return cursor.isPresent()
                ? reach(cursor.get(), elapsed.millis() + limit, stream)
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> reach(Cursor cursor, long until, Stream stream) {
        if (cursor.time() <= clock.millis() || elapsed.millis() > until || stream.hasEnded()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().voidItem().onItem().delayIt().by(LOOK).chain(() -> reach(cursor, until, stream));
    }
}

package almanac.log.tail;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Tells other nodes that this one has written. One message is on its way at most, and the next one follows
/// after a pause, so a burst of writes costs few messages.
///
/// The message is a statement of its own, after the commit. As a part of the writing transaction it would make
/// all commits of the server wait for each other (PostgreSQL holds one lock from NOTIFY to the end of a commit).
final class WriteAnnouncer {
    private static final Logger LOG = Logger.getLogger(WriteAnnouncer.class);

    private final Supplier<Uni<Void>> send;
    private final long pauseMillis;
    private final Vertx vertx;
    private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

    private enum State {
        IDLE,
        /// A message is on its way, or the pause after it is not over.
        BUSY,
        /// The same, and something was written since.
        BEHIND
    }

    /// @param send sends the message
    /// @param pauseMillis the shortest time from the end of one message to the begin of the next, in ms
    WriteAnnouncer(Supplier<Uni<Void>> send, long pauseMillis, Vertx vertx) {
        this.send = send;
        this.pauseMillis = Math.max(1, pauseMillis);
        this.vertx = vertx;
    }

    /// Tells the others, now or after the pause.
    void announce() {
        if (state.getAndUpdate(before -> before == State.IDLE ? State.BUSY : State.BEHIND) == State.IDLE) {
            send();
        }
    }

    private void send() {
        send.get()
                .onTermination()
                .invoke(() -> vertx.setTimer(pauseMillis, _ -> rest()))
                .subscribe()
                .with(_ -> {}, failure -> LOG.debug("Other nodes find the changes at their next poll", failure));
    }

    private void rest() {
        if (state.getAndUpdate(before -> before == State.BEHIND ? State.BUSY : State.IDLE) == State.BEHIND) {
            send();
        }
    }
}

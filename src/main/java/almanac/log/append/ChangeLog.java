package almanac.log.append;

import almanac.log.change.Change;
import almanac.log.tail.LogTail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Where every change is written down, in the transaction that makes it: both are there, or neither.
@Singleton
public class ChangeLog {
    private final LogTail tail;
    private final Clock clock;

    ChangeLog(LogTail tail, Clock clock) {
        this.tail = tail;
        this.clock = clock;
    }

    /// Appends a change, after what it describes was written: whoever holds the locks of a thing is the
    /// one whose position comes next, so that positions tell the order in which it changed.
    public Uni<Void> append(StatelessSession session, Change change) {
        announce();
        return session.insert(ChangeRow.of(change, clock.millis()));
    }

    /// Says that the request is about to append a change: a stream that goes on from this point has it, and
    /// everything that is committed later.
    public void announce() {
        WriteCursor.note(tail.settledCursor());
    }
}

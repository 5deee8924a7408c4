package almanac.log.append;

import almanac.log.change.Change;
import almanac.log.tail.LogTail;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Appends changes to the log, in the transaction that makes them: both are committed, or neither.
@Singleton
public class ChangeLog {
    private final LogTail tail;
    private final Clock clock;

    ChangeLog(LogTail tail, Clock clock) {
        this.tail = tail;
        this.clock = clock;
    }

    /// Appends a change. It is called after the subject was written: the transaction that holds the row locks
    /// gets the next position, so positions follow the order of the writes.
    public Uni<Void> append(StatelessSession session, Change change) {
        announce();
        return session.insert(ChangeRow.of(change, clock.millis()));
    }

    /// Notes the current cursor for a request that will append a change. A stream that resumes from it gets
    /// this change and everything that is committed later.
    public void announce() {
        WriteCursor.note(tail.settledCursor());
    }
}

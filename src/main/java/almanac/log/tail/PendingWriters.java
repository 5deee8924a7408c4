package almanac.log.tail;

import java.util.Set;
import java.util.stream.Collectors;

/// The transactions that may still fill the gaps of a read of the log. A missing position belongs to a
/// transaction that was writing to the log at that moment, or to one that was rolled back.
///
/// Only transactions that write to the log are waited for. Waiting for every transaction with an id, as a
/// snapshot lists them, would let any long transaction in any database of the cluster delay the feeds.
///
/// @param upTo the highest position that was read
/// @param writers the virtual transactions that were writing to the log after the read, without those that
///     have ended
record PendingWriters(long upTo, Set<String> writers) {
    /// The transactions that write to the log now. A transaction takes this lock before it draws a position,
    /// and releases it only when its commit is visible.
    static final String WRITERS = "select virtualtransaction from pg_locks where locktype = 'relation'"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and relation = 'change'::regclass and mode = 'RowExclusiveLock' and granted";

    static final PendingWriters NONE = new PendingWriters(0, Set.of());

    /// Removes the transactions that have ended.
    ///
    /// @param running the transactions that write to the log now
    PendingWriters after(Set<String> running) {
        return new PendingWriters(
                upTo, writers.stream().filter(running::contains).collect(Collectors.toUnmodifiableSet()));
    }

    /// Whether this covers a position.
    boolean reaches(long position) {
        return position <= upTo;
    }

    /// Whether no transaction is left that could fill a gap.
    boolean isOver() {
        return writers.isEmpty();
    }
}

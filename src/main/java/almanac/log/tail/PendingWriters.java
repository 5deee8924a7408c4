package almanac.log.tail;

import java.util.Set;
import java.util.stream.Collectors;

/// What is not known yet of the positions that were missing when the log was read: each belongs to a
/// transaction that was writing to the log at that moment, or else to nobody any more.
///
/// Only those who write to the log are waited for. To wait for every transaction that has a number, as
/// snapshots tell them, would let any long one hold up the feeds, in whatever database of the cluster.
///
/// @param upTo the highest position that had been read
/// @param writers the virtual transactions that were writing to the log after it was read, as far as
///     they have not ended
record PendingWriters(long upTo, Set<String> writers) {
    /// Who writes to the log now. The lock is taken before the position is drawn, and given back only
    /// when what was committed can be seen.
    static final String WRITERS = "select virtualtransaction from pg_locks where locktype = 'relation'"
            + " and database = (select oid from pg_database where datname = current_database())"
            + " and relation = 'change'::regclass and mode = 'RowExclusiveLock' and granted";

    static final PendingWriters NONE = new PendingWriters(0, Set.of());

    /// The same after some have ended.
    ///
    /// @param running who writes to the log now
    PendingWriters after(Set<String> running) {
        return new PendingWriters(
                upTo, writers.stream().filter(running::contains).collect(Collectors.toUnmodifiableSet()));
    }

    /// Whether positions up to this one were looked for before.
    boolean reaches(long position) {
        return position <= upTo;
    }

    /// Whether nobody is left who could still fill a gap.
    boolean isOver() {
        return writers.isEmpty();
    }
}

package almanac.log.read;

import almanac.log.change.Cursor;
import almanac.log.change.LoggedChange;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.StreamSupport;

/// A snapshot of the database, and its point in the log.
///
/// @param connection reads the database in this snapshot
/// @param log the id of the log
/// @param top the highest visible position
/// @param gaps the positions below it that are not visible
/// @param pruned the highest position that was removed from the log
/// @param time the time of the snapshot, in epoch ms
public record LogSnapshot(
        SqlConnection connection, String log, long top, SortedSet<Long> gaps, long pruned, long time) {
    /// Rows fetched at once. 16 changes with two documents of the largest size each fit into a small heap.
    public static final int FETCH = 16;

    /// Up to this many changes are scanned by position; above it, an account's changes are found by the index
    /// on the audience.
    private static final long NEAR = 2_000;

    private static final String MISSED_OF_FEW = "select " + LoggedChange.COLUMNS
            + " from (select * from change where position >= $1 order by position offset 0) c"
            + " where audience @> array[$2::bigint]";
    private static final String MISSED_OF_MANY = "select " + LoggedChange.COLUMNS
            + " from (select * from change where audience @> array[$2::bigint] offset 0) c where position >= $1";
    private static final String POSITIONS_OF_FEW =
            "select position from (select position, audience from change where position >= $1 order by position offset 0) c"
                    + " where audience && $2::bigint[]";
    private static final String POSITIONS_OF_MANY =
            "select position from (select position from change where audience && $2::bigint[] offset 0) c"
                    + " where position >= $1";
    private static final String ORDER = " order by position";

    /// The cursor of a client that has seen this snapshot.
    public Cursor cursor() {
        return new Cursor(log, top, time, gaps);
    }

    /// Why a client cannot resume from a cursor; empty where it can.
    public Optional<String> refusal(Cursor cursor) {
        return cursor.refusal(log, Math.max(top, pruned), pruned);
    }

    /// Why a stream cannot resume from a cursor; empty where it can. A stream also goes on from the time of the
    /// cursor, which is not over yet if another node was ahead.
    public Optional<String> refusalOfStream(Cursor cursor) {
        return refusal(cursor).or(() -> cursor.time() > time ? Optional.of("unknown") : Optional.empty());
    }

    /// The changes that an account has missed since a cursor, in the order of positions.
    public Multi<LoggedChange> missed(Cursor cursor, long zuid) {
        return missed(cursor, zuid, "");
    }

    /// The changes of calendars that an account has missed since a cursor, in the order of positions.
    public Multi<LoggedChange> missedOfCalendars(Cursor cursor, long zuid) {
        return missed(cursor, zuid, " and kind = 'calendar'");
    }

    /// Whether any of some accounts has missed a change since a cursor.
    public Uni<Boolean> hasMissed(Cursor cursor, Collection<Long> zuids) {
        return connection
                .preparedQuery(top - cursor.from() < NEAR ? POSITIONS_OF_FEW : POSITIONS_OF_MANY)
                .execute(Tuple.tuple().addValue(cursor.from()).addValue(zuids.toArray(Long[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .anyMatch(row -> !cursor.covers(row.getLong(0))));
    }

    private Multi<LoggedChange> missed(Cursor cursor, long zuid, String condition) {
        var sql = top - cursor.from() < NEAR ? MISSED_OF_FEW : MISSED_OF_MANY;
        return connection
                .prepare(sql + condition + ORDER)
                .toMulti()
                .flatMap(statement -> statement
                        .createStream(FETCH, Tuple.of(cursor.from(), zuid))
                        .toMulti())
                .map(row -> LoggedChange.of(row))
                .filter(change -> !cursor.covers(change.position()));
    }
}

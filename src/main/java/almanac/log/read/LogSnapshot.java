package almanac.log.read;

import almanac.log.change.Cursor;
import almanac.log.change.LoggedChange;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.Optional;
import java.util.SortedSet;

/// The database at one moment, and where that moment lies in the log.
///
/// @param connection reads the database as it was then
/// @param log which log it is
/// @param top the highest position that is visible
/// @param gaps the positions below it that are not
/// @param pruned up to here the log is gone
/// @param time the moment, in epoch ms
public record LogSnapshot(
        SqlConnection connection, String log, long top, SortedSet<Long> gaps, long pruned, long time) {
    /// So few at once that documents of the largest size, two a change, fit into a small heap.
    public static final int FETCH = 16;

    /// So few changes are looked through one by one; among more, an account's own are looked up.
    private static final long NEAR = 2_000;

    private static final String MISSED_OF_FEW = "select " + LoggedChange.COLUMNS
            + " from (select * from change where position >= $1 order by position offset 0) c"
            + " where audience @> array[$2::bigint]";
    private static final String MISSED_OF_MANY = "select " + LoggedChange.COLUMNS
            + " from (select * from change where audience @> array[$2::bigint] offset 0) c where position >= $1";
    private static final String ORDER = " order by position";

    /// The cursor of whoever has seen the database at this moment.
    public Cursor cursor() {
        return new Cursor(log, top, time, gaps);
    }

    /// Why a cursor cannot be gone on from; empty where it can.
    public Optional<String> refusal(Cursor cursor) {
        return cursor.refusal(log, Math.max(top, pruned), pruned);
    }

    /// What an account has missed since a cursor, in the order of positions.
    public Multi<LoggedChange> missed(Cursor cursor, long zuid) {
        return missed(cursor, zuid, "");
    }

    /// The same of calendars alone.
    public Multi<LoggedChange> missedOfCalendars(Cursor cursor, long zuid) {
        return missed(cursor, zuid, " and kind = 'calendar'");
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

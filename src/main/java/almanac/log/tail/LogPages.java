package almanac.log.tail;

import almanac.log.change.LoggedChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Reads the log in pages. Each page tells which history the database has.
@Singleton
class LogPages {
    /// The number of rows of a page, at most.
    static final int ROWS = 100;

    /// The bytes of documents in a page. One change more is read if it begins below this limit.
    static final int BYTES = 4_000_000;

    private static final int WEIGHT = LoggedChange.WIDTH;

    private final Pool pool;
    private volatile String changes = "";
    private volatile String positions = "";

    LogPages(Pool pool) {
        this.pool = pool;
    }

    /// A page.
    ///
    /// @param rows its changes or their positions, in order
    /// @param isWhole whether they are whole changes
    /// @param isFull whether there may be more
    /// @param history the history of the database
    record Page(List<Row> rows, boolean isWhole, boolean isFull, LogHistory history) {}

    /// Takes over the SQL expression of the history.
    void begin(String history) {
        changes = changes(history);
        positions = positions(history);
    }

    /// The columns of [LoggedChange], the weight of the documents up to the row, in bytes, and the history. The
    /// concatenation decompresses the array, so that the size in memory counts.
    private static String changes(String history) {
        return "select " + LoggedChange.COLUMNS + ", weight, history from (select " + history
                + " as history) now left join lateral (select *, sum(size) over (order by position) as weight"
                + " from (select *, pg_column_size(documents || '{}'::text[]) as size"
                + " from change where position > $1 order by position limit $2) page) weighed"
                + " on weight - size < $3 order by position";
    }

    private static String positions(String history) {
        return "select position, history from (select " + history + " as history) now left join lateral"
                + " (select position from change where position > $1 order by position limit $2) page on true"
                + " order by position";
    }

    /// Reads the changes after a position.
    Uni<Page> changesAfter(long position) {
        return pool.preparedQuery(changes)
                .execute(Tuple.of(position, ROWS, BYTES))
                .map(rows -> page(rows, true));
    }

    /// Reads the positions after a position.
    Uni<Page> positionsAfter(long position) {
        return pool.preparedQuery(positions).execute(Tuple.of(position, ROWS)).map(rows -> page(rows, false));
    }

    /// The transactions that write to the log now.
    Uni<Set<String>> writers() {
        return pool.preparedQuery(PendingWriters.WRITERS)
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /// A database without new changes answers with one row, which has no position.
    private static Page page(RowSet<Row> found, boolean isWhole) {
        var rows = StreamSupport.stream(found.spliterator(), false).toList();
        var history = LogHistory.of(rows.getFirst().getString(isWhole ? WEIGHT + 1 : 1));
        if (rows.getFirst().getLong(0) == null) {
            return new Page(List.of(), isWhole, false, history);
        }
        var isHeavy = isWhole && rows.getLast().getLong(WEIGHT) >= BYTES;
        return new Page(rows, isWhole, rows.size() == ROWS || isHeavy, history);
    }
}

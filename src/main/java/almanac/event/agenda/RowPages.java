package almanac.event.agenda;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Cursor;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Reads the rows of a statement in pages, each after the subscriber has taken the one before.
///
/// The first page has 16 rows, since their weight is unknown. Later pages hold about [#WEIGHT], estimated
/// from the page before, within 4 to 500 rows.
final class RowPages {
    private static final int FIRST = 16;
    private static final int FEWEST = 4;
    private static final int MOST = 500;

    /// In characters.
    private static final int WEIGHT = 1_000_000;

    private final Cursor cursor;
    private final ToIntFunction<Row> weight;
    private int next = FIRST;

    private RowPages(Cursor cursor, ToIntFunction<Row> weight) {
        this.cursor = cursor;
        this.weight = weight;
    }

    /// The pages of a statement. The connection has to be in a transaction.
    ///
    /// @param weight the weight of a row, in characters
    static Multi<List<Row>> of(SqlConnection connection, String sql, Tuple parameters, ToIntFunction<Row> weight) {
        return connection
                .prepare(sql)
                .toMulti()
                .flatMap(statement -> new RowPages(statement.cursor(parameters), weight).read());
    }

    private Multi<List<Row>> read() {
        return Uni.createFrom()
                .deferred(() -> cursor.read(next))
                .map(rows -> {
                    var page = new ArrayList<Row>(rows.size());
                    rows.forEach(row -> page.add(row.getDelegate()));
                    next = next(page);
                    return (List<Row>) page;
                })
                .repeat()
                .whilst(page -> cursor.hasMore())
                .filter(page -> !page.isEmpty());
    }

    /// The number of rows of the next page.
    private int next(List<Row> page) {
        var all = page.stream().mapToLong(weight::applyAsInt).sum();
        return all == 0 ? MOST : Math.clamp(WEIGHT * (long) page.size() / all, FEWEST, MOST);
    }
}

package almanac.event.attachment;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.List;
import java.util.stream.StreamSupport;

/// What a stored file is found by.
///
/// @param id the id of the upload
/// @param uploadedAt epoch ms; part of the name of an object
public record FileKey(long id, long uploadedAt) {
    /// The keys in rows of two columns.
    static List<FileKey> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new FileKey(row.getLong(0), row.getLong(1)))
                .toList();
    }
}

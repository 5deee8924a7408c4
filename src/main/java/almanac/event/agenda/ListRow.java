package almanac.event.agenda;

import almanac.event.series.Occurrences;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The document of a row of a list: of an event as it is stored, of an occurrence as its series gives it.
final class ListRow {
    private ListRow() {}

    /// The document of a row with the columns document, organizer, start, end, whether it is a plain
    /// occurrence, and the zone of its days; null if the row has none.
    static @Nullable String document(Row row) {
        return document(row, 0, 2, 4);
    }

    /// The document of a row.
    ///
    /// @param text the column of the document, or of the head of the series
    /// @param start the column of the start, before that of the end
    /// @param plain the column that tells a plain occurrence, before that of the zone of its days
    static @Nullable String document(Row row, int text, int start, int plain) {
        var document = row.getString(text);
        return document == null || !row.getBoolean(plain)
                ? document
                : Occurrences.json(document, row.getLong(start), row.getLong(start + 1), days(row, plain));
    }

    /// The recurrence id of a plain occurrence.
    static String recurrenceId(Row row, int start, int plain) {
        return Occurrences.id(row.getLong(start), days(row, plain));
    }

    private static @Nullable ZoneId days(Row row, int plain) {
        var days = row.getString(plain + 1);
        return days == null ? null : ZoneId.of(days, ZoneId.SHORT_IDS);
    }
}

package almanac.event.agenda;

import almanac.event.series.Occurrences;
import almanac.log.change.ListItem;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// The document of a row of a list: of an event as it is stored, of an occurrence as its series gives it.
final class ListRow {
    /// An odd number whose powers fill 64 bits.
    private static final long FINGERPRINT = 0x5851f42d4c957f2dL;

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

    /// Whether a document is that of a whole series. In a string of the JSON the quotes are escaped.
    static boolean isSeries(String json) {
        return json.contains(",\"recurrence\":{\"kind\":\"series\"");
    }

    /// An item of a list of series. The JSON of a series also changes with its exceptions, which leave its `edit_tag`
    /// as it
    /// is, so its tag is a fingerprint.
    static ListItem whole(ListItem item) {
        var json = item.json();
        if (!isSeries(json)) {
            return item;
        }
        var tag = 0L;
        for (var place = 0; place < json.length(); place++) {
            tag = FINGERPRINT * tag + json.charAt(place);
        }
        return new ListItem(item.id(), item.calendarId(), item.start(), item.end(), tag, json);
    }

    private static @Nullable ZoneId days(Row row, int plain) {
        var days = row.getString(plain + 1);
        return days == null ? null : ZoneId.of(days, ZoneId.SHORT_IDS);
    }
}

package almanac.feed.api;

import almanac.calendar.model.CalendarKey;
import almanac.calendar.model.CalendarKey.ByCode;
import almanac.calendar.model.CalendarKey.ById;
import almanac.calendar.model.CalendarKey.ByUid;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Calendars to which an account has lost access, by the kept log: the change that ended the access has the
/// document that the account saw before it. A client learns of the end by the log (docs/change-feed.md, 4.6),
/// so it may ask for the changes of such a calendar.
@Singleton
class EndedCalendars {
    /// The zuid, the name of the field, its value. The remainder is the number of the document without its
    /// ending.
    private static final String LAST = """
            select document ->> 'calendar_id' from (
                select position, documents[before_of[array_position(audience, $1)] % 65536]::jsonb as document
                from (select * from change where audience @> array[$1::bigint] offset 0) c
                where kind = 'calendar' and before_of[array_position(audience, $1)] > 0) seen
            where document ->> $2 = $3
            order by position desc limit 1
            """;

    private final Transactions transactions;

    EndedCalendars(Transactions transactions) {
        this.transactions = transactions;
    }

    /// The `calendar_id` of a calendar that the account saw; empty where no change in the log shows it.
    Uni<Optional<String>> find(long zuid, CalendarKey key) {
        return transactions.statements().run(LAST, parameters(zuid, key)).map(rows -> {
            for (var row : rows) {
                return Optional.of(row.getString(0));
            }
            return Optional.empty();
        });
    }

    private static Tuple parameters(long zuid, CalendarKey key) {
        return switch (key) {
            case ById(var id) -> Tuple.of(zuid, "id", Long.toString(id));
            case ByUid(var uid) -> Tuple.of(zuid, "uid", uid);
            case ByCode code -> Tuple.of(zuid, "calendar_id", code.text());
        };
    }
}

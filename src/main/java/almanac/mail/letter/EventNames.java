package almanac.mail.letter;

import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;

/// What events are called in the calendars of others (`UID`).
@Singleton
class EventNames {
    private static final String FIND =
            "select uid from ical where event_id = $1" + " union all select uid from ical_removed where event_id = $1";

    private final Transactions transactions;

    EventNames(Transactions transactions) {
        this.transactions = transactions;
    }

    /// The name that the file had which an event was imported from, also of one that was removed since; else its id.
    Uni<String> find(String id) {
        return transactions.statements().run(FIND, Tuple.of(id)).map(rows -> {
            for (var row : rows) {
                return row.getString(0);
            }
            return id;
        });
    }
}

package almanac.mail.letter;

import almanac.access.account.Accounts;
import almanac.event.model.Event;
import almanac.event.series.SeriesTimes;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.ZoneId;
import java.util.Optional;

/// Finds how the reader of a mail writes times: by the account, or for a guest by the event and the service.
@Singleton
class Readers {
    private static final String FIND = "select timezone, language, zuid from account where address = $1";
    private static final long NOBODY = 0;

    private final Transactions transactions;
    private final Languages languages;

    Readers(Transactions transactions, Languages languages) {
        this.transactions = transactions;
        this.languages = languages;
    }

    /// A reader.
    ///
    /// @param zuid the account; 0 for a guest
    /// @param moments how the reader writes times
    record Reader(long zuid, Moments moments) {}

    /// The reader with an address.
    Uni<Reader> find(String address, Event event) {
        return transactions
                .statements()
                .run(FIND, Tuple.of(Accounts.address(address)))
                .map(rows -> {
                    for (var row : rows) {
                        var zone = ZoneId.of(row.getString(0), ZoneId.SHORT_IDS);
                        var locale = languages.of(Optional.ofNullable(row.getString(1)));
                        return new Reader(row.getLong(2), new Moments(zone, locale));
                    }
                    return new Reader(NOBODY, new Moments(SeriesTimes.zone(event), languages.of(Optional.empty())));
                });
    }
}

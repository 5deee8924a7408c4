package almanac.event.freebusy;

import almanac.access.account.Accounts;
import almanac.event.agenda.Unpaged;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads when people are taken, with one statement for all of them.
@Singleton
class FreeBusyReader {
    private final Transactions transactions;
    private final Unpaged unpaged;
    private final FreeBusyConfig config;

    FreeBusyReader(Transactions transactions, Unpaged unpaged, FreeBusyConfig config) {
        this.transactions = transactions;
        this.unpaged = unpaged;
        this.config = config;
    }

    /// The times of each person, in the order of the query.
    ///
    /// @param viewer the zuid of the account that asks
    Uni<List<PersonTimes>> read(long viewer, FreeBusyQuery query) {
        return read(transactions.statements(), viewer, query);
    }

    /// The same by the statements of a transaction.
    Uni<List<PersonTimes>> read(Statements statements, long viewer, FreeBusyQuery query) {
        return unpaged.within(
                        statements,
                        query.from(),
                        query.to(),
                        FreeBusySql.UNPAGED,
                        () -> people(viewer, query).addLong(Unpaged.LONGEST).addInteger(Unpaged.MOST_SERIES + 1))
                .chain(computed -> {
                    var parameters = people(viewer, query);
                    computed.addTo(parameters);
                    return statements.run(FreeBusySql.TIMES, parameters);
                })
                .map(rows -> times(query, spans(rows)));
    }

    private Tuple people(long viewer, FreeBusyQuery query) {
        return Tuple.tuple()
                .addValue(query.addresses())
                .addLong(viewer)
                .addLong(query.from())
                .addLong(query.to())
                .addString(config.visibility().text());
    }

    /// By address: those that the viewer may ask about.
    private static Map<String, List<BusySpan>> spans(RowSet<Row> rows) {
        var spans = new HashMap<String, List<BusySpan>>();
        for (var row : rows) {
            var busy = spans.computeIfAbsent(row.getString(0), _ -> new ArrayList<>());
            var start = row.getLong(1);
            if (start != null) {
                busy.add(new BusySpan(
                        start, row.getLong(2), row.getBoolean(3) ? BusySpan.Type.TENTATIVE : BusySpan.Type.BUSY));
            }
        }
        return spans;
    }

    private static List<PersonTimes> times(FreeBusyQuery query, Map<String, List<BusySpan>> spans) {
        return query.emails().stream()
                .map(email -> {
                    var busy = spans.get(Accounts.address(email));
                    return new PersonTimes(email, busy == null ? List.of() : busy, busy != null);
                })
                .toList();
    }
}

package almanac.access.grant;

import almanac.access.token.Secret;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Tells who somebody is by an access token of theirs. A token of a client is not accepted: it could get itself a
/// longer life.
@Singleton
class TokenSignIn implements SignIn {
    private static final String FIND = "select a.zuid, a.name, a.email, t.scopes, t.id from access_token t"
            + " join account a on a.zuid = t.zuid where t.grant_id is null"
            + " and (t.expires_at is null or t.expires_at > $2) and ";

    private final Transactions transactions;
    private final Clock clock;

    TokenSignIn(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Uni<Optional<Person>> find(Secret proof) {
        return find("t.hash = $1", GrantStore.hash(proof));
    }

    @Override
    public Uni<Optional<Person>> again(long proof) {
        return find("t.id = $1", proof);
    }

    private Uni<Optional<Person>> find(String condition, Object value) {
        return transactions
                .statements()
                .run(FIND + condition, Tuple.of(value, clock.millis()))
                .map(TokenSignIn::person);
    }

    private static Optional<Person> person(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .findFirst()
                .map(row -> new Person(
                        row.getLong(0),
                        row.getString(1),
                        row.getString(2),
                        GrantedScopes.stored(row.getString(3)),
                        row.getLong(4)));
    }
}

package almanac.access.grant;

import almanac.access.token.Secret;
import almanac.access.token.Tokens;
import almanac.base.request.Texts;
import almanac.storage.database.Statements;
import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Adds, finds and removes clients.
@Singleton
public class Clients {
    private static final String ID = "alm_client_";
    private static final String SECRET = "alm_secret_";
    private static final int ID_LENGTH = 22;

    /// As many grants end in one transaction.
    private static final int STEP = 200;

    private static final String COLUMNS =
            " id, name, encode(secret_hash, 'hex'), redirect_uris, scopes, zuid, created_at ";

    private static final String ADD = "insert into oauth_client (id, name, secret_hash, redirect_uris, scopes, zuid,"
            + " created_at) select $1, $2, $3, $4, $5, $6, $7"
            + " where $6::bigint is null or exists (select from account where zuid = $6) returning" + COLUMNS;
    private static final String FIND = "select" + COLUMNS + "from oauth_client where id = $1 and removed_at is null";
    private static final String LIST =
            "select" + COLUMNS + "from oauth_client where id > $1 and removed_at is null order by id limit $2";
    private static final String RENEW = "update oauth_client set secret_hash = $2 where id = $1"
            + " and removed_at is null and secret_hash is not null";
    private static final String REFUSE = "update oauth_client set removed_at = $2 where id = $1 and removed_at is null";
    private static final String SOME_GRANTS =
            "select id from oauth_grant where client_id = $1 order by id limit " + STEP + " for update";

    private final Transactions transactions;
    private final GrantStore grants;
    private final Tokens tokens;
    private final Clock clock;

    Clients(Transactions transactions, GrantStore grants, Tokens tokens, Clock clock) {
        this.transactions = transactions;
        this.grants = grants;
        this.tokens = tokens;
        this.clock = clock;
    }

    /// A new client with its secret, which is shown only once.
    ///
    /// @param secret null for a public client
    public record Added(Client client, @Nullable Secret secret) {}

    /// Adds a client; empty if there is no account that it is to act as.
    public Uni<Optional<Added>> add(ClientDraft draft) {
        var secret = draft.isConfidential() ? Secret.random(SECRET) : null;
        var parameters = Tuple.tuple()
                .addString(Secret.random(ID).text().substring(0, ID.length() + ID_LENGTH))
                .addString(draft.name())
                .addValue(secret == null ? null : Buffer.buffer(secret.hash()))
                .addValue(draft.redirectUris().toArray(String[]::new))
                .addString(String.join(" ", GrantedScopes.narrow(null, draft.scopes())))
                .addLong(draft.zuid())
                .addLong(clock.millis());
        return transactions
                .statements()
                .store(ADD, parameters)
                .map(Clients::first)
                .map(added -> added.map(client -> new Added(client, secret)));
    }

    /// The client with an id; empty if there is none.
    public Uni<Optional<Client>> find(String id) {
        return Texts.isStorable(id)
                ? transactions.statements().run(FIND, Tuple.of(id)).map(Clients::first)
                : Uni.createFrom().item(Optional.empty());
    }

    /// Clients by their ids.
    ///
    /// @param after the id before the first one
    /// @param limit the most that are answered
    public Uni<List<Client>> list(String after, int limit) {
        return transactions
                .statements()
                .run(LIST, Tuple.of(after, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Clients::client)
                        .toList());
    }

    /// Gives a confidential client a new secret; the old one ends.
    static Uni<Secret> renew(Statements statements, Client client) {
        var secret = Secret.random(SECRET);
        return statements
                .store(RENEW, Tuple.of(client.id(), Buffer.buffer(secret.hash())))
                .replaceWith(secret);
    }

    /// Removes a client. It is refused at once; its grants and their tokens end in steps.
    ///
    /// @return whether it existed
    public Uni<Boolean> remove(String id) {
        if (!Texts.isStorable(id)) {
            return Uni.createFrom().item(false);
        }
        return transactions
                .statements()
                .store(REFUSE, Tuple.of(id, clock.millis()))
                .map(rows -> rows.rowCount() == 1)
                .call(found -> found ? clear(id) : Uni.createFrom().voidItem());
    }

    /// Ends the grants of a removed client, then forgets it.
    Uni<Void> clear(String id) {
        return Sweep.steps(() -> endSome(id), ended -> ended == STEP)
                .chain(() -> transactions
                        .statements()
                        .store("delete from oauth_client where id = $1 and removed_at is not null", Tuple.of(id)))
                .replaceWithVoid();
    }

    private Uni<Integer> endSome(String id) {
        return transactions
                .write(session -> {
                    var statements = Statements.in(session);
                    return statements
                            .run(SOME_GRANTS, Tuple.of(id))
                            .map(GrantStore::ids)
                            .chain(found -> grants.end(statements, found).map(ended -> new Step(found.size(), ended)));
                })
                .invoke(step -> tokens.forget(step.ended))
                .map(Step::grants);
    }

    /// A step: how many grants, and which tokens ended.
    private record Step(int grants, List<Long> ended) {}

    private static Optional<Client> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).findFirst().map(Clients::client);
    }

    private static Client client(Row row) {
        return new Client(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                List.of(row.getArrayOfStrings(3)),
                GrantedScopes.stored(row.getString(4)),
                row.getLong(5),
                row.getLong(6));
    }
}

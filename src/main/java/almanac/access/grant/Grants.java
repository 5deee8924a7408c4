package almanac.access.grant;

import almanac.access.grant.GrantStore.Changed;
import almanac.access.grant.GrantStore.Draft;
import almanac.access.token.Secret;
import almanac.access.token.Tokens;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What accounts have granted clients: given by the administrator, listed, ended.
@Singleton
public class Grants {
    private static final String LIST = "select g.id, g.client_id, c.name, g.scopes, g.refresh_hash is not null,"
            + " g.created_at, g.used_at from oauth_grant g join oauth_client c on c.id = g.client_id"
            + " where g.zuid = $1 and g.id > $2 order by g.id limit $3";

    private static final String REVOKE = "delete from access_token t using oauth_grant g where t.hash = $1"
            + " and g.id = t.grant_id and ($2::text is null or g.client_id = $2) returning t.id";

    private final Transactions transactions;
    private final GrantStore store;
    private final Tokens tokens;

    Grants(Transactions transactions, GrantStore store, Tokens tokens) {
        this.transactions = transactions;
        this.store = store;
        this.tokens = tokens;
    }

    /// A new grant with its secrets, which are shown only once.
    ///
    /// @param id the id, for its revocation
    /// @param clientSecret the client's new secret; null if it has kept its own
    public record Added(
            long id, List<String> scopes, @Nullable Secret clientSecret, Secret refreshToken) {}

    /// Grants a client access to an account, as the person of the account could.
    ///
    /// @param scopes what is granted, which the client may have
    /// @param renews whether the client gets a new secret
    /// @return empty if there is no such account, or the client is being removed
    public Uni<Optional<Added>> add(Client client, long zuid, List<String> scopes, boolean renews) {
        var refresh = RefreshToken.random(!client.isConfidential());
        var draft = new Draft(client, zuid, scopes, null, refresh, null);
        return transactions
                .write(session -> {
                    var statements = Statements.in(session);
                    return isThere(statements, zuid)
                            .chain(isThere -> isThere
                                    ? store.add(statements, draft)
                                    : Uni.createFrom().item(Optional.<Changed>empty()))
                            .chain(added -> renewed(statements, client, renews)
                                    .map(secret -> added.map(grant -> new Made(grant, secret))));
                })
                .invoke(made -> made.ifPresent(each -> tokens.forget(each.grant.ended())))
                .map(made -> made.map(
                        each -> new Added(each.grant.grant(), scopes, each.secret.orElse(null), refresh.whole())));
    }

    /// A grant that was added, and the client's new secret.
    private record Made(Changed grant, Optional<Secret> secret) {}

    private static Uni<Optional<Secret>> renewed(Statements statements, Client client, boolean renews) {
        return renews
                ? Clients.renew(statements, client).map(Optional::of)
                : Uni.createFrom().item(Optional.empty());
    }

    /// The grants of an account.
    ///
    /// @param after the id before the first one
    /// @param limit the most that are answered
    /// @return empty if there is no such account
    public Uni<Optional<List<Grant>>> of(long zuid, long after, int limit) {
        var statements = transactions.statements();
        return isThere(statements, zuid)
                .chain(isThere -> isThere
                        ? statements
                                .run(LIST, Tuple.of(zuid, after, limit))
                                .map(rows -> Optional.of(StreamSupport.stream(rows.spliterator(), false)
                                        .map(Grants::grant)
                                        .toList()))
                        : Uni.createFrom().item(Optional.empty()));
    }

    private static Uni<Boolean> isThere(Statements statements, long zuid) {
        return statements
                .run("select from account where zuid = $1", Tuple.of(zuid))
                .map(found -> found.size() > 0);
    }

    private static Grant grant(Row row) {
        return new Grant(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                GrantedScopes.stored(row.getString(3)),
                row.getBoolean(4),
                row.getLong(5),
                row.getLong(6));
    }

    /// Ends a grant of an account, and its tokens.
    ///
    /// @return whether it existed
    public Uni<Boolean> end(long zuid, long id) {
        return end(statements -> statements
                .run("select id from oauth_grant where id = $1 and zuid = $2 for update", Tuple.of(id, zuid))
                .map(GrantStore::ids));
    }

    /// Ends the grant of a refresh token.
    ///
    /// @param client the client that it has to be of; empty for any
    /// @return whether it existed
    public Uni<Boolean> end(RefreshToken token, Optional<String> client) {
        return end(statements -> FoundGrant.find(statements, client, token)
                .map(found -> found.stream().map(FoundGrant::id).toList()));
    }

    private Uni<Boolean> end(Function<Statements, Uni<List<Long>>> find) {
        return transactions
                .write(session -> {
                    var statements = Statements.in(session);
                    return find.apply(statements)
                            .chain(found ->
                                    store.end(statements, found).map(ended -> new Ended(!found.isEmpty(), ended)));
                })
                .invoke(ended -> tokens.forget(ended.tokens))
                .map(Ended::existed);
    }

    /// What was ended.
    private record Ended(boolean existed, List<Long> tokens) {}

    /// Revokes an access token of a client. Its grant stays.
    ///
    /// @param client the client that it has to be of; empty for any
    /// @return whether it existed
    public Uni<Boolean> revoke(Secret token, Optional<String> client) {
        return transactions
                .statements()
                .store(REVOKE, Tuple.of(GrantStore.hash(token), client.orElse(null)))
                .map(GrantStore::ids)
                .invoke(tokens::forget)
                .map(ended -> !ended.isEmpty());
    }
}

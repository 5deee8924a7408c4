package almanac.access.grant;

import almanac.access.token.Secret;
import almanac.access.token.Tokens;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// The tables of grants and of their tokens, in the transaction of a caller.
@Singleton
class GrantStore {
    /// How long an access token of a client is valid.
    static final Duration LIFE = Duration.ofHours(1);

    /// The most valid access tokens of a grant, and the most grants of an account to one client.
    private static final int TOKENS = 30;
    private static final int GRANTS = 20;

    /// The lock of the client: while it is being removed, no grant is added.
    private static final String ADD = "insert into oauth_grant (client_id, zuid, scopes, parent, refresh_hash,"
            + " rotation_hash, code_hash, created_at, used_at) select id, $2, $3, $4, $5, $6, $7, $8, $8"
            + " from oauth_client where id = $1 and removed_at is null for share returning id";
    private static final String OWN = "insert into oauth_grant (client_id, zuid, scopes, is_own, created_at, used_at)"
            + " select id, zuid, scopes, true, $2, $2 from oauth_client where id = $1 and removed_at is null"
            + " and zuid is not null for share"
            + " on conflict (client_id) where is_own do update set used_at = excluded.used_at returning id";
    private static final String SURPLUS = "select id from oauth_grant where client_id = $1 and zuid = $2 and not is_own"
            + " order by refresh_hash is not null desc, id desc offset " + GRANTS + " for update";
    private static final String OLD_TOKENS =
            "delete from access_token where grant_id = $1 and (expires_at <= $2 or id <"
                    + " (select id from access_token where grant_id = $1 order by id desc offset " + (TOKENS - 2)
                    + " limit 1)) returning id";
    private static final String GIVE = "insert into access_token (zuid, hash, scopes, label, created_at, expires_at,"
            + " grant_id) values ($1, $2, $3, '', $4, $5, $6)";
    private static final String END_TOKENS = "delete from access_token where grant_id = any($1) returning id";

    private final Clock clock;

    GrantStore(Clock clock) {
        this.clock = clock;
    }

    /// A grant that is to be added.
    ///
    /// @param parent the access token by which the person approved; null for none
    /// @param refresh null for a grant without refresh token
    /// @param code the code that it is made of; null for none
    record Draft(
            Client client,
            long zuid,
            List<String> scopes,
            @Nullable Long parent,
            @Nullable RefreshToken refresh,
            @Nullable Secret code) {}

    /// Adds a grant, and ends the oldest one where the account has given the client too many.
    ///
    /// @return its id, and the ids of the tokens that end; empty if the client is being removed
    Uni<Optional<Changed>> add(Statements statements, Draft draft) {
        var refresh = draft.refresh;
        var parameters = Tuple.tuple()
                .addString(draft.client.id())
                .addLong(draft.zuid)
                .addString(String.join(" ", draft.scopes))
                .addLong(draft.parent)
                .addValue(refresh == null ? null : hash(refresh.lasting()))
                .addValue(refresh == null || !refresh.rotates() ? null : hash(refresh.whole()))
                .addValue(draft.code == null ? null : hash(draft.code))
                .addLong(clock.millis());
        return statements
                .store(ADD, parameters)
                .map(GrantStore::ids)
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : endSurplus(statements, draft).map(ended -> Optional.of(new Changed(ids.getFirst(), ended))));
    }

    /// A grant, and the ids of the tokens that have ended.
    record Changed(long grant, List<Long> ended) {}

    private Uni<List<Long>> endSurplus(Statements statements, Draft draft) {
        return statements
                .run(SURPLUS, Tuple.of(draft.client.id(), draft.zuid))
                .map(GrantStore::ids)
                .chain(surplus -> end(statements, surplus));
    }

    /// The grant by which a client acts as its own account, added if it is not there.
    ///
    /// @return its id; empty if the client has no account
    Uni<Optional<Long>> own(Statements statements, Client client) {
        return statements
                .store(OWN, Tuple.of(client.id(), clock.millis()))
                .map(GrantStore::ids)
                .map(ids -> ids.stream().findFirst());
    }

    /// An access token that is to be given. The caller holds the lock of the grant.
    ///
    /// @param end its end at the latest, in epoch ms; null for none
    record Order(
            long grant,
            long zuid,
            List<String> scopes,
            @Nullable Long end) {}

    /// A new access token.
    ///
    /// @param seconds how long it is valid
    /// @param ended the ids of older tokens that end for it
    record NewToken(Secret secret, long seconds, List<Long> ended) {}

    /// Gives an access token. The oldest ones of the grant end if there are too many.
    Uni<NewToken> give(Statements statements, Order order) {
        var secret = Tokens.secret();
        var now = clock.millis();
        var end = Math.min(now + LIFE.toMillis(), order.end == null ? Long.MAX_VALUE : order.end);
        var parameters = Tuple.tuple()
                .addLong(order.zuid)
                .addValue(hash(secret))
                .addString(String.join(" ", order.scopes))
                .addLong(now)
                .addLong(end)
                .addLong(order.grant);
        return statements
                .store(OLD_TOKENS, Tuple.of(order.grant, now))
                .map(GrantStore::ids)
                .call(() -> statements.store(GIVE, parameters))
                .map(ended -> new NewToken(secret, (end - now) / 1000, ended));
    }

    /// Ends grants and their tokens. The caller holds their locks.
    ///
    /// @return the ids of the tokens
    Uni<List<Long>> end(Statements statements, List<Long> grants) {
        if (grants.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        var parameters = Tuple.of((Object) grants.toArray(Long[]::new));
        return statements
                .store(END_TOKENS, parameters)
                .map(GrantStore::ids)
                .call(() -> statements.store("delete from oauth_grant where id = any($1)", parameters));
    }

    static Buffer hash(Secret secret) {
        return Buffer.buffer(secret.hash());
    }

    /// The ids in the first column of a result.
    static List<Long> ids(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> row.getLong(0))
                .toList();
    }
}

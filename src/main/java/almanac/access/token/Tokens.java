package almanac.access.token;

import almanac.storage.database.Transactions;
import almanac.storage.database.WarmUp;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The access tokens: issued once, looked up by their hash, revoked at once.
@Singleton
public class Tokens implements WarmUp {
    private static final String PREFIX = "alm_";
    private static final String FIND = """
            select t.hash, t.id, t.zuid, a.email, a.name, t.scopes, t.expires_at
            from access_token t join account a on a.zuid = t.zuid where t.hash = any($1)
            """;

    /// The tokens that end with one: those of the grants that were given by it.
    private static final String OFFSPRING =
            "select t.id from access_token t join oauth_grant g on g.id = t.grant_id where g.parent = ?1";

    private final Transactions transactions;
    private final TokenRoom room;
    private final TokenCache cache;
    private final Clock clock;
    private final TokenLookups suspects;

    Tokens(Transactions transactions, TokenRoom room, TokenCache cache, Clock clock, Vertx vertx) {
        this.transactions = transactions;
        this.room = room;
        this.cache = cache;
        this.clock = clock;
        this.suspects = new TokenLookups(vertx, this::find);
    }

    /// Issues a token.
    ///
    /// @param expiresIn its lifetime in seconds; null for one that never expires
    /// @return the token; fails with 507 if the account has the maximum of access tokens
    public Uni<IssuedToken> issue(
            StatelessSession session, long zuid, List<String> scopes, @Nullable Long expiresIn, String label) {
        var secret = secret();
        var row = new TokenRow();
        row.zuid = zuid;
        row.hash = secret.hash();
        row.scopes = String.join(" ", scopes);
        row.label = label;
        row.createdAt = clock.millis();
        row.expiresAt = expiresIn == null ? null : row.createdAt + expiresIn * 1000;
        return room.checkAccess(session, zuid)
                .chain(() -> session.insert(row))
                .map(done -> IssuedToken.of(row, secret.text()));
    }

    /// The secret of a new token.
    public static Secret secret() {
        return Secret.random(PREFIX);
    }

    /// Looks up a random token, which does not exist.
    @Override
    public Uni<?> warmUp() {
        return find(List.of(ByteBuffer.wrap(Secret.random(PREFIX).hash())));
    }

    /// The tokens that the administrator has given an account, without their secrets.
    public Uni<List<TokenView>> of(StatelessSession session, long zuid) {
        return session.createSelectionQuery(
                        "from Token where zuid = :zuid and grantId is null order by id", TokenRow.class)
                .setParameter("zuid", zuid)
                .getResultList()
                .map(rows -> rows.stream().map(TokenView::of).toList());
    }

    /// Revokes a token. It is refused on this node once this completes, and on other nodes within 100 ms.
    ///
    /// @return whether it existed
    public Uni<Boolean> revoke(long id) {
        return transactions
                .write(session -> revoke(session, id))
                .invoke(this::forget)
                .map(ended -> !ended.isEmpty());
    }

    /// Revokes a token in a transaction, and the grants that were given by it. After the commit, call [#forget].
    ///
    /// @return the ids of all tokens that end; empty if there is no such token
    public Uni<List<Long>> revoke(StatelessSession session, long id) {
        // A code of this token that becomes a grant meanwhile waits for this lock, and then finds no token.
        return session.createNativeQuery("select id from access_token where id = ?1 for update", Long.class)
                .setParameter(1, id)
                .getResultList()
                .chain(found -> found.isEmpty() ? Uni.createFrom().item(found) : revokeHeld(session, id));
    }

    private static Uni<List<Long>> revokeHeld(StatelessSession session, long id) {
        return session.createNativeQuery("select id from oauth_grant where parent = ?1 for update", Long.class)
                .setParameter(1, id)
                .getResultList()
                .chain(() -> session.createNativeQuery(OFFSPRING, Long.class)
                        .setParameter(1, id)
                        .getResultList())
                .call(() -> session.createMutationQuery("delete from Token where id = :id")
                        .setParameter("id", id)
                        .executeUpdate())
                .map(offspring ->
                        Stream.concat(Stream.of(id), offspring.stream()).toList());
    }

    /// Revokes all tokens with a label.
    public Uni<Integer> revokeLabelled(StatelessSession session, String label) {
        return session.createMutationQuery("delete from Token where label = :label")
                .setParameter("label", label)
                .executeUpdate();
    }

    /// The caller of a token; empty for one that is unknown, expired or revoked.
    ///
    /// @param isSuspect whether the token comes from an address that is refused for guessing
    public Uni<Optional<Caller>> callerOf(Secret token, BooleanSupplier isSuspect) {
        var hash = ByteBuffer.wrap(token.hash());
        var remembered = cache.find(hash);
        if (remembered.isPresent()) {
            return Uni.createFrom().item(unexpired(remembered.get()));
        }
        if (isSuspect.getAsBoolean()) {
            return suspects.callerOf(hash).map(this::unexpired);
        }
        return cache.get(hash, this::lookUp).map(this::unexpired);
    }

    private Optional<Caller> unexpired(Optional<Caller> caller) {
        return caller.filter(found -> !found.isExpired(clock.millis()));
    }

    private Uni<Optional<Caller>> lookUp(ByteBuffer hash) {
        return find(List.of(hash)).map(found -> Optional.ofNullable(found.get(hash)));
    }

    private Uni<Map<ByteBuffer, Caller>> find(List<ByteBuffer> hashes) {
        return transactions
                .query(FIND, TokenLookups.anyOf(hashes))
                .map(rows -> TokenLookups.byHash(rows, Tokens::caller));
    }

    private static Caller caller(Row row) {
        return new Caller(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                TokenRow.scopes(row.getString(5)),
                row.getLong(6),
                null);
    }

    /// Forgets revoked tokens, on this node and on all others.
    public void forget(Collection<Long> ids) {
        cache.forget(ids);
    }
}

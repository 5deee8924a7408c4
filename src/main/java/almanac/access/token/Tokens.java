package almanac.access.token;

import almanac.storage.database.Transactions;
import almanac.storage.database.WarmUp;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
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

    private final Transactions transactions;
    private final TokenRoom room;
    private final Clock clock;
    private final AsyncCache<ByteBuffer, Optional<Caller>> known;
    private final TokenLookups suspects;

    Tokens(Transactions transactions, TokenRoom room, Clock clock, Vertx vertx, IdentityConfig config) {
        this.transactions = transactions;
        this.room = room;
        this.clock = clock;
        this.suspects = new TokenLookups(vertx, this::find);
        // Another node may revoke a token, so entries expire after a short time.
        this.known = Caffeine.newBuilder()
                .maximumSize(config.tokenCacheSize())
                .expireAfterWrite(config.tokenCacheAge())
                .buildAsync();
    }

    /// Issues a token.
    ///
    /// @param expiresIn its lifetime in seconds; null for one that never expires
    /// @return the token; fails with 507 if the account has the maximum of access tokens
    public Uni<IssuedToken> issue(
            StatelessSession session, long zuid, List<String> scopes, @Nullable Long expiresIn, String label) {
        var secret = Secret.random(PREFIX);
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

    /// Looks up a random token, which does not exist.
    @Override
    public Uni<?> warmUp() {
        return find(List.of(ByteBuffer.wrap(Secret.random(PREFIX).hash())));
    }

    /// The tokens of an account, without their secrets.
    public Uni<List<TokenView>> of(StatelessSession session, long zuid) {
        return session.createSelectionQuery("from Token where zuid = :zuid order by id", TokenRow.class)
                .setParameter("zuid", zuid)
                .getResultList()
                .map(rows -> rows.stream().map(TokenView::of).toList());
    }

    /// Revokes a token. It is refused on this node once this completes.
    ///
    /// @return whether it existed
    public Uni<Boolean> revoke(long id) {
        return transactions.write(session -> revoke(session, id)).invoke(() -> forget(id));
    }

    /// Revokes a token in a transaction. After the commit, call [#forget] to remove it from the cache of this
    /// node.
    public Uni<Boolean> revoke(StatelessSession session, long id) {
        return session.createMutationQuery("delete from Token where id = :id")
                .setParameter("id", id)
                .executeUpdate()
                .map(deleted -> deleted == 1);
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
        var remembered = known.getIfPresent(hash);
        if (remembered != null && remembered.isDone() && !remembered.isCompletedExceptionally()) {
            return Uni.createFrom().item(unexpired(remembered.join()));
        }
        if (isSuspect.getAsBoolean()) {
            return suspects.callerOf(hash).map(this::unexpired);
        }
        return Uni.createFrom()
                .completionStage(() -> known.get(hash, (key, executor) -> lookUp(key)))
                .onFailure(LookUpFailedException.class)
                .transform(Throwable::getCause)
                .map(this::unexpired);
    }

    /// A failed look-up. The cache logs every failure, one line for each request that is shed, except for
    /// cancellations.
    private static final class LookUpFailedException extends CancellationException {
        LookUpFailedException(Throwable cause) {
            initCause(cause);
        }
    }

    private Optional<Caller> unexpired(Optional<Caller> caller) {
        return caller.filter(found -> !found.isExpired(clock.millis()));
    }

    private CompletableFuture<Optional<Caller>> lookUp(ByteBuffer hash) {
        return find(List.of(hash))
                .map(found -> Optional.ofNullable(found.get(hash)))
                .onFailure()
                .transform(LookUpFailedException::new)
                .subscribeAsCompletionStage();
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

    /// Removes a revoked token from the cache of this node.
    public void forget(long id) {
        // Running look-ups are removed too: one of them may have read the token before it was revoked.
        known.asMap().entrySet().removeIf(entry -> !entry.getValue().isDone() || belongsTo(entry.getValue(), id));
    }

    private static boolean belongsTo(CompletableFuture<Optional<Caller>> lookUp, long id) {
        return lookUp.isCompletedExceptionally()
                || lookUp.join().filter(caller -> caller.tokenId() == id).isPresent();
    }
}

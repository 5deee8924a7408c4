package almanac.identity;

import almanac.database.Transactions;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;
import org.jspecify.annotations.Nullable;

/// The access tokens: given out once, looked up by their hash, revoked at once.
@Singleton
public class Tokens {
    private static final String PREFIX = "alm_";

    private final Transactions transactions;
    private final Clock clock;
    private final AsyncCache<ByteBuffer, Optional<Caller>> known;

    Tokens(Transactions transactions, Clock clock, IdentityConfig config) {
        this.transactions = transactions;
        this.clock = clock;
        // Another node may revoke a token: what is remembered here ends by itself soon after.
        this.known = Caffeine.newBuilder()
                .maximumSize(config.tokenCacheSize())
                .expireAfterWrite(config.tokenCacheAge())
                .buildAsync();
    }

    /// Gives out a token.
    ///
    /// @param expiresIn how long it lives, in seconds; null for one that does not end
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
        return session.insert(row).map(done -> IssuedToken.of(row, secret.text()));
    }

    /// The tokens of an account, without their secrets.
    public Uni<List<TokenView>> of(StatelessSession session, long zuid) {
        return session.createSelectionQuery("from Token where zuid = :zuid order by id", TokenRow.class)
                .setParameter("zuid", zuid)
                .getResultList()
                .map(rows -> rows.stream().map(TokenView::of).toList());
    }

    /// Revokes a token; it opens nothing from the moment this ends.
    ///
    /// @return whether there was one
    public Uni<Boolean> revoke(long id) {
        return transactions
                .write(session -> session.createMutationQuery("delete from Token where id = :id")
                        .setParameter("id", id)
                        .executeUpdate())
                .invoke(() -> forget(id))
                .map(deleted -> deleted == 1);
    }

    /// Revokes every token of an account with a label.
    public Uni<Integer> revokeLabelled(StatelessSession session, String label) {
        return session.createMutationQuery("delete from Token where label = :label")
                .setParameter("label", label)
                .executeUpdate();
    }

    /// The caller that a token belongs to; empty for one that is unknown, expired or revoked.
    Uni<Optional<Caller>> callerOf(Secret token) {
        var bytes = token.hash();
        var hash = ByteBuffer.wrap(bytes);
        var remembered = known.getIfPresent(hash);
        if (remembered != null && remembered.isDone() && !remembered.isCompletedExceptionally()) {
            return Uni.createFrom().item(unexpired(remembered.join()));
        }
        return Uni.createFrom()
                .completionStage(() -> known.get(hash, (key, executor) -> lookUp(bytes)))
                .onFailure(LookUpFailedException.class)
                .transform(Throwable::getCause)
                .map(this::unexpired);
    }

    /// A token could not be looked up. The cache writes every failure to the log, one line for each
    /// request that is shed, unless it is told that the look-up was cancelled.
    private static final class LookUpFailedException extends CancellationException {
        LookUpFailedException(Throwable cause) {
            initCause(cause);
        }
    }

    private Optional<Caller> unexpired(Optional<Caller> caller) {
        return caller.filter(found -> !found.isExpired(clock.millis()));
    }

    private CompletableFuture<Optional<Caller>> lookUp(byte[] hash) {
        return transactions
                .read(session -> session.createSelectionQuery(
                                "select t, a from Token t join Account a on a.zuid = t.zuid where t.hash = :hash",
                                Object[].class)
                        .setParameter("hash", hash)
                        .getSingleResultOrNull())
                .map(found -> Optional.ofNullable(found).flatMap(pair -> caller(pair, hash)))
                .onFailure()
                .transform(LookUpFailedException::new)
                .subscribeAsCompletionStage();
    }

    private static Optional<Caller> caller(Object[] pair, byte[] hash) {
        var token = (TokenRow) pair[0];
        var account = (AccountRow) pair[1];
        if (token.id == null || !MessageDigest.isEqual(token.hash, hash)) {
            return Optional.empty();
        }
        return Optional.of(new Caller(
                token.id, account.zuid, account.email, account.name, token.scopeSet(), token.expiresAt, null));
    }

    private void forget(long id) {
        // Look-ups under way are dropped too: one that read the token before it was revoked is not remembered.
        known.asMap().entrySet().removeIf(entry -> !entry.getValue().isDone() || belongsTo(entry.getValue(), id));
    }

    private static boolean belongsTo(CompletableFuture<Optional<Caller>> lookUp, long id) {
        return lookUp.isCompletedExceptionally()
                || lookUp.join().filter(caller -> caller.tokenId() == id).isPresent();
    }
}

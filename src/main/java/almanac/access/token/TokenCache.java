package almanac.access.token;

import almanac.access.token.Revocations.Revoked;
import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// The callers of access tokens that were looked up lately, by the hashes of the tokens.
///
/// A revoked token is removed at once, on every node. The message of another node may get lost, so entries
/// expire after `almanac.token.cache-age`.
@Singleton
class TokenCache {
    private final AsyncCache<ByteBuffer, Optional<Caller>> known;
    private final Revocations revocations;

    TokenCache(IdentityConfig config, Revocations revocations) {
        this.known = Caffeine.newBuilder()
                .maximumSize(config.tokenCacheSize())
                .expireAfterWrite(config.tokenCacheAge())
                .buildAsync();
        this.revocations = revocations;
        revocations.follow(this::hear);
    }

    /// What is known of a token; empty where it has to be looked up.
    Optional<Optional<Caller>> find(ByteBuffer hash) {
        var remembered = known.getIfPresent(hash);
        return remembered != null && remembered.isDone() && !remembered.isCompletedExceptionally()
                ? Optional.of(remembered.join())
                : Optional.empty();
    }

    /// The caller of a token, looked up once for all requests that ask at the same time. A failure is not
    /// remembered.
    Uni<Optional<Caller>> get(ByteBuffer hash, Function<ByteBuffer, Uni<Optional<Caller>>> lookUp) {
        return Uni.createFrom()
                .completionStage(() -> known.get(
                        hash,
                        (key, executor) -> lookUp.apply(key)
                                .onFailure()
                                .transform(LookUpFailedException::new)
                                .subscribeAsCompletionStage()))
                .onFailure(LookUpFailedException.class)
                .transform(Throwable::getCause);
    }

    /// A failed look-up. The cache logs every failure, one line for each request that is shed, except for
    /// cancellations.
    private static final class LookUpFailedException extends CancellationException {
        LookUpFailedException(Throwable cause) {
            initCause(cause);
        }
    }

    /// Forgets revoked access tokens, here and on all other nodes.
    void forget(Collection<Long> ids) {
        revocations.accessTokens(ids);
    }

    private void hear(Revoked revoked) {
        switch (revoked) {
            case Revoked.AccessTokens(var ids) -> remove(ids);
            case Revoked.FeedToken _ -> {}
            case Revoked.Unknown() -> known.synchronous().invalidateAll();
        }
    }

    private void remove(Set<Long> ids) {
        // Running look-ups are removed too: one of them may have read the token before it was revoked.
        known.asMap().entrySet().removeIf(entry -> !entry.getValue().isDone() || belongsTo(entry.getValue(), ids));
    }

    private static boolean belongsTo(CompletableFuture<Optional<Caller>> lookUp, Set<Long> ids) {
        return lookUp.isCompletedExceptionally()
                || lookUp.join()
                        .filter(caller -> ids.contains(caller.tokenId()))
                        .isPresent();
    }
}

package almanac.access.idempotency;

import almanac.access.account.AccountRoom;
import almanac.access.account.AccountRoom.Kind;
import almanac.access.account.StorageLimits;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The limit of idempotency keys of a user.
///
/// Counting all keys for each request would cost more than the request. So a count is used for a quarter of
/// the free places that it found, and for 1 min at most. Several nodes together may exceed the limit by a
/// part of the free places.
@Singleton
class KeyRoom {
    private static final int USERS = 20_000;
    private static final int SHARE = 4;

    private final AccountRoom room;
    private final int limit;
    private final Kind counted;
    private final Cache<Long, AtomicInteger> left = Caffeine.newBuilder()
            .maximumSize(USERS)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    KeyRoom(AccountRoom room, StorageLimits limits) {
        this.room = room;
        this.limit = limits.idempotencyKeys();
        this.counted = new Kind("idempotency_key k where k.zuid = ?1", limit + 1, "too_many_keys", "idempotency keys");
    }

    /// Fails with 507 if the key that was just stored exceeds the limit. Keys of the administrator have no
    /// limit.
    Uni<Void> check(StatelessSession session, long zuid) {
        if (zuid == IdempotencyKey.ADMINISTRATOR) {
            return Uni.createFrom().voidItem();
        }
        var known = left.getIfPresent(zuid);
        if (known != null && known.getAndDecrement() > 0) {
            return Uni.createFrom().voidItem();
        }
        return room.count(session, zuid, counted)
                .invoke(count -> found(zuid, limit - count))
                .replaceWithVoid();
    }

    /// @param free the number of free places; negative if the stored key exceeds the limit
    private void found(long zuid, long free) {
        if (free < 0) {
            throw AccountRoom.refusal(
                    "too_many_keys", limit + " idempotency keys are kept for a day, and there may not be more");
        }
        left.put(zuid, new AtomicInteger(Math.toIntExact(free / SHARE)));
    }
}

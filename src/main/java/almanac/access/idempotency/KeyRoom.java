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

/// Whether a user may have one idempotency key more.
///
/// Counting all keys for each new one would cost more than the request does. So a count is good for a quarter of the
/// room that it has found, and for a minute: several nodes together pass the limit by a part of what was left at most.
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

    /// Fails with 507 where the key that was just stored is one too many; the administrator has no limit.
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

    /// @param free how many more there may be; less than none where the one just stored is too many
    private void found(long zuid, long free) {
        if (free < 0) {
            throw AccountRoom.refusal(
                    "too_many_keys", limit + " idempotency keys are kept for a day, and there may not be more");
        }
        left.put(zuid, new AtomicInteger(Math.toIntExact(free / SHARE)));
    }
}

package almanac.access.token;

import almanac.access.account.AccountRoom;
import almanac.access.account.AccountRoom.Kind;
import almanac.access.account.StorageLimits;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// The limits of tokens of an account. Expired tokens are not counted, even before they are removed, and neither are
/// those of clients, which have limits of their own.
@Singleton
class TokenRoom {
    private final AccountRoom room;
    private final Clock clock;
    private final Kind access;
    private final Kind feed;

    TokenRoom(AccountRoom room, StorageLimits limits, Clock clock) {
        this.room = room;
        this.clock = clock;
        this.access = new Kind(
                "access_token t where t.zuid = ?1 and t.grant_id is null"
                        + " and (t.expires_at is null or t.expires_at > ?3)",
                limits.accessTokens(),
                "too_many_tokens",
                "access tokens");
        this.feed = new Kind(
                "feed_token t where t.zuid = ?1 and t.expires_at > ?3",
                limits.feedTokens(),
                "too_many_feed_tokens",
                "feed tokens");
    }

    /// Fails with 507 if the account has the maximum of access tokens.
    Uni<Void> checkAccess(StatelessSession session, long zuid) {
        return room.check(session, zuid, access, clock.millis());
    }

    /// Fails with 507 if the account has the maximum of feed tokens.
    Uni<Void> checkFeed(StatelessSession session, long zuid) {
        return room.check(session, zuid, feed, clock.millis());
    }
}

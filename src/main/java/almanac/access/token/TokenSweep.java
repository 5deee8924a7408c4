package almanac.access.token;

import almanac.storage.database.Sweep;
import almanac.storage.database.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/// Removes expired tokens in steps: feed tokens and those of clients at once, other access tokens after 30 days, in
/// which the administrator's list still shows them. A revoked token is removed when it is revoked.
@Singleton
class TokenSweep {
    static final Duration SHOWN = Duration.ofDays(30);

    private static final String SWEEP = "ended-tokens";
    private static final int AT_ONCE = 1_000;
    private static final String FEED = remove("feed_token");
    private static final String ACCESS = remove("access_token");
    private static final String GRANTED =
            "delete from access_token where id = any(array(select id from access_token where grant_id is not null"
                    + " and expires_at < ?1 order by expires_at limit " + AT_ONCE + " for update skip locked))";

    private final Transactions transactions;
    private final Clock clock;

    TokenSweep(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    private static String remove(String table) {
        return "delete from " + table + " where id = any(array(select id from " + table
                + " where expires_at < ?1 order by expires_at limit " + AT_ONCE + " for update skip locked))";
    }

    @Scheduled(every = "10m", delayed = "1m", identity = SWEEP)
    Uni<Void> removeEnded() {
        var now = clock.millis();
        return Sweep.orNextTime(
                SWEEP,
                removeAll(FEED, now)
                        .chain(() -> removeAll(GRANTED, now))
                        .chain(() -> removeAll(ACCESS, now - SHOWN.toMillis())));
    }

    private Uni<Void> removeAll(String statement, long before) {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.writeLong(session -> session.createNativeQuery(statement)
                        .setParameter(1, before)
                        .executeUpdate()))
                .until(removed -> removed < AT_ONCE)
                .collect()
                .last()
                .replaceWithVoid();
    }
}

package almanac.mirror.client;

import almanac.mirror.link.UpstreamCall;
import almanac.mirror.link.UpstreamConfig;
import almanac.mirror.link.UpstreamException.Throttled;
import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts what is asked of remote services, so that no account goes over its quota there: an exact
/// sliding window for each account and call, kept in the database, since the quota there does not begin
/// anew when this service does.
@Singleton
public class OutwardQuota {
    private static final int LONGEST_LOCK_SECONDS = 86_400;
    /// What was sent later than a window from now was sent before the clock went back, and so was a lock put
    /// on that lasts longer than any can.
    private static final String TAKE =
            "insert into upstream_call as c (zuid, call, times, locked_until) values ($1, $2, array[$3::bigint], 0)"
                    + " on conflict (zuid, call) do update"
                    + " set times = array(select t from unnest(c.times) t where t > $4 and t <= $6) || $3::bigint"
                    + " where (c.locked_until <= $3 or c.locked_until > $7)"
                    + " and (select count(*) from unnest(c.times) t where t > $4 and t <= $6) < $5 returning 1";
    private static final String LOOK = "select call, times, locked_until from upstream_call where zuid = $1";
    private static final String LOCK = "insert into upstream_call as c (zuid, call, times, locked_until)"
            + " values ($1, $2, array[]::bigint[], $3)"
            + " on conflict (zuid, call) do update set locked_until = case when c.locked_until > $4 then $3"
            + " else greatest(c.locked_until, $3) end";

    private final Transactions transactions;
    private final UpstreamConfig.Quota config;
    private final Clock clock;

    OutwardQuota(Transactions transactions, UpstreamConfig config, Clock clock) {
        this.transactions = transactions;
        this.config = config.quota();
        this.clock = clock;
    }

    /// How an account stands with a call of the remote service.
    ///
    /// @param used requests within the window
    /// @param lockedUntil when the lock ends, in epoch ms; 0 where there is none
    public record Standing(int used, long lockedUntil) {}

    /// Counts a request, or fails as throttled.
    ///
    /// @param reserve how many of the limit are not for this request
    Uni<Void> take(long zuid, UpstreamCall call, int reserve) {
        var now = clock.millis();
        var window = config.window().toMillis();
        var limit = Math.max(1, config.limit() - reserve);
        return transactions
                .query(
                        TAKE,
                        Tuple.from(List.of(
                                zuid, call.text(), now, now - window, (long) limit, now + window, now + longestLock())))
                .chain(rows -> rows.rowCount() == 1
                        ? Uni.createFrom().voidItem()
                        : when(zuid, call, limit)
                                .chain(until -> Uni.createFrom().failure(new Throttled(call, until))));
    }

    /// Keeps still with a call whose quota is used up by what the remote service says.
    ///
    /// @param retryAfter the header, in seconds; null, or anything else, for the configured lock
    Uni<Throttled> exceeded(long zuid, UpstreamCall call, @Nullable String retryAfter) {
        var now = clock.millis();
        var until = now + pause(retryAfter);
        return transactions
                .query(LOCK, Tuple.of(zuid, call.text(), until, now + longestLock()))
                .replaceWith(() -> new Throttled(call, until));
    }

    private long pause(@Nullable String retryAfter) {
        try {
            return retryAfter == null
                    ? config.lock().toMillis()
                    : 1000L * Math.clamp(Long.parseLong(retryAfter.strip()), 1, LONGEST_LOCK_SECONDS);
        } catch (NumberFormatException date) {
            return config.lock().toMillis();
        }
    }

    /// How an account stands with every call.
    public Uni<Map<UpstreamCall, Standing>> standings(long zuid) {
        var now = clock.millis();
        return transactions.query(LOOK, Tuple.of(zuid)).map(rows -> {
            var standings = new EnumMap<UpstreamCall, Standing>(UpstreamCall.class);
            Arrays.stream(UpstreamCall.values()).forEach(call -> standings.put(call, new Standing(0, 0)));
            for (var row : rows) {
                standings.put(call(row), new Standing(within(row, now).length, locked(row, now)));
            }
            return standings;
        });
    }

    /// When a call is free again.
    private Uni<Long> when(long zuid, UpstreamCall call, int limit) {
        var now = clock.millis();
        return transactions.query(LOOK, Tuple.of(zuid)).map(rows -> {
            for (var row : rows) {
                if (call(row) == call) {
                    var times = within(row, now);
                    var free = times.length < limit
                            ? now
                            : times[times.length - limit] + config.window().toMillis();
                    return Math.max(now + 1, Math.max(free, locked(row, now)));
                }
            }
            return now + 1;
        });
    }

    private long[] within(Row row, long now) {
        var window = config.window().toMillis();
        return Arrays.stream(row.getDelegate().getArrayOfLongs(1))
                .mapToLong(Long::longValue)
                .filter(time -> time > now - window && time <= now + window)
                .sorted()
                .toArray();
    }

    private long locked(Row row, long now) {
        var until = row.getLong(2);
        return until > now && until <= now + longestLock() ? until : 0;
    }

    private long longestLock() {
        return longestLock(config).toMillis();
    }

    /// How long a call is locked at most.
    public static Duration longestLock(UpstreamConfig.Quota config) {
        var told = Duration.ofSeconds(LONGEST_LOCK_SECONDS);
        return told.compareTo(config.lock()) > 0 ? told : config.lock();
    }

    private static UpstreamCall call(Row row) {
        return Arrays.stream(UpstreamCall.values())
                .filter(call -> call.text().equals(row.getString(0)))
                .findFirst()
                .orElseThrow();
    }
}

package almanac.access.ledger;

import almanac.base.limit.Decision;
import almanac.base.limit.Decision.Admitted;
import almanac.base.limit.Decision.Locked;
import almanac.base.limit.Limits;
import almanac.base.limit.QuotaUsage;
import almanac.storage.database.BoundedPool;
import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Counts in tables of the database, on connections of its own. Each decision is one statement. The row of a
/// key is locked before the time is read, so its times are in order.
@Singleton
class DatabaseStore implements SharedStore {
    /// The algorithm of [almanac.base.limit.Ledger]. A new row takes a lock over from the table of locks: the
    /// server has crashed since the lock began. `offset 0` keeps the planner from merging the levels, so that
    /// each expression is evaluated once.
    private static final String TAKE = """
            insert into quota_ledger as q (zuid, call, times, locked_until, last, expires)
            select $1::bigint, $2::text, case when until > now then '{}'::bigint[] else array[now] end,
                until, now, greatest(until, now + $4::bigint)
            from (
                select coalesce($6::bigint, %1$s) as now, coalesce((
                    select locked_until from quota_lock where zuid = $1::bigint and call = $2::text), 0) as until
                offset 0) as fresh
            on conflict (zuid, call) do update set (times, locked_until, last, expires) = (
                select case when lock is null and now >= until then kept || now else kept end,
                    coalesce(lock, until), now, greatest(coalesce(lock, until), now + $4::bigint)
                from (
                    select now, until, kept, case when now >= until and cardinality(kept) >= $3::int
                        then greatest(now + $5::bigint, kept[1] + $4::bigint) end as lock
                    from (
                        select now, q.locked_until - back as until, array(
                            select t - back from unnest(q.times) as t where t - back > now - $4::bigint) as kept
                        from (
                            select now, greatest(q.last - now, 0) as back
                            from (select coalesce($6::bigint, %1$s) as now offset 0) as clock
                            offset 0) as turned
                        offset 0) as settled
                    offset 0) as decided)
            returning last, locked_until, cardinality(times) as used, times[1] as oldest
            """.formatted(Statements.NOW);

    private static final String GIVE_BACK = """
            update quota_ledger set times =
                times[:array_position(times, $3::bigint) - 1] || times[array_position(times, $3::bigint) + 1:]
            where zuid = $1 and call = $2 and $3::bigint = any(times)
            """;

    private static final String LOOK = """
            select call, times, locked_until, last, now from quota_ledger
            cross join (select coalesce($2::bigint, %s) as now) as clock where zuid = $1
            """.formatted(Statements.NOW);

    /// Takes a random free place of a user. Two nodes may choose the same; then one of them finds it taken.
    private static final String ENTER = """
            with now as materialized (select %s as now),
            open as materialized (
                select place from open_stream, now where zuid = $1::bigint and expires > now),
            free as materialized (
                select place from generate_series(1, $3::int) as place
                where place not in (select place from open) and (select count(*) from open) < $3::int),
            taken as (
                insert into open_stream as o (zuid, place, stream, expires)
                select $1::bigint, place, $2::uuid, now + $4::bigint from free, now order by random() limit 1
                on conflict (zuid, place) do update set stream = excluded.stream, expires = excluded.expires
                where o.expires <= (select now from now)
                returning place)
            select exists(select from taken) as entered, exists(select from free) as had_room
            """.formatted(Statements.NOW);

    private static final String LEAVE = "delete from open_stream where stream = $1";

    private static final String RENEW = """
            update open_stream set expires = %s + $2::bigint where stream = any($1::uuid[]) returning stream
            """.formatted(Statements.NOW);

    /// Streams that are open take places beyond those of their users. One whose place another node takes at
    /// the same moment takes none, until the next renewal.
    private static final String ENTER_AGAIN = """
            insert into open_stream (zuid, place, stream, expires)
            select s.zuid, row_number() over (partition by s.zuid)
                + coalesce((select max(place) from open_stream o where o.zuid = s.zuid), 0), s.stream, %s + $3::bigint
            from unnest($1::bigint[], $2::uuid[]) as s (zuid, stream)
            on conflict do nothing
            """.formatted(Statements.NOW);

    private final Supplier<Pool> pools;
    private final Supplier<@Nullable Long> time;
    private volatile Pool pool;

    @Inject
    DatabaseStore(BoundedPool connections, StoreConfig config) {
        this(() -> connections.open(config.database().pool(), config.database().timeout()), () -> null);
    }

    /// @param pools opens a pool of connections
    /// @param time the time of decisions, in ms; null for the clock of the database
    DatabaseStore(Supplier<Pool> pools, Supplier<@Nullable Long> time) {
        this.pools = pools;
        this.time = time;
        this.pool = pools.get();
    }

    @Override
    public Uni<Decision> take(QuotaKey key, Limits limits) {
        var parameters = Tuple.of(key.zuid(), key.call(), limits.limit(), limits.window(), limits.lock(), time.get());
        return run(TAKE, parameters).map(rows -> decision(rows.iterator().next(), limits));
    }

    /// A lock that runs refuses; otherwise the request was counted.
    private static Decision decision(Row row, Limits limits) {
        var now = row.getLong("last");
        var lock = row.getLong("locked_until") - now;
        return lock > 0
                ? new Locked(lock)
                : new Admitted(
                        limits.limit() - row.getInteger("used"), row.getLong("oldest") + limits.window() - now, now);
    }

    @Override
    public Uni<Void> giveBack(QuotaKey key, long at) {
        return run(GIVE_BACK, Tuple.of(key.zuid(), key.call(), at)).replaceWithVoid();
    }

    @Override
    public Uni<Map<String, QuotaUsage>> look(long zuid, Map<String, Limits> calls) {
        return run(LOOK, Tuple.of(zuid, time.get())).map(rows -> usages(rows, calls));
    }

    private static Map<String, QuotaUsage> usages(RowSet<Row> rows, Map<String, Limits> calls) {
        var usages = new HashMap<String, QuotaUsage>();
        for (var row : rows) {
            var limits = calls.get(row.getString("call"));
            if (limits != null) {
                var ledger = new StoredLedger(
                        row.getLong("last"), row.getLong("locked_until"), List.of(row.getArrayOfLongs("times")));
                usages.put(row.getString("call"), ledger.usage(row.getLong("now"), limits));
            }
        }
        return usages;
    }

    /// The connections are replaced: statements without an answer may occupy all of them. It does not wait
    /// for the former ones, which may not be able to close.
    @Override
    public Uni<Void> probe() {
        var former = pool;
        pool = pools.get();
        var _ = former.close();
        return run("select 1", Tuple.tuple()).replaceWithVoid();
    }

    @Override
    public Uni<Boolean> enter(OpenStream stream, int limit) {
        return run(ENTER, Tuple.of(stream.zuid(), stream.id(), limit, STREAM_MILLIS))
                .map(rows -> rows.iterator().next())
                .chain(row -> !row.getBoolean("entered") && row.getBoolean("had_room")
                        ? enter(stream, limit)
                        : Uni.createFrom().item(row.getBoolean("entered")));
    }

    @Override
    public Uni<Void> leave(OpenStream stream) {
        return run(LEAVE, Tuple.of(stream.id())).replaceWithVoid();
    }

    @Override
    public Uni<Void> renew(List<OpenStream> streams) {
        var ids = streams.stream().map(OpenStream::id).toArray(UUID[]::new);
        return run(RENEW, Tuple.of(ids, STREAM_MILLIS)).chain(rows -> {
            var renewed = rows.stream().map(row -> row.getUUID("stream")).collect(Collectors.toSet());
            var lost = streams.stream()
                    .filter(stream -> !renewed.contains(stream.id()))
                    .toList();
            return lost.isEmpty() ? Uni.createFrom().voidItem() : enterAgain(lost);
        });
    }

    private Uni<Void> enterAgain(List<OpenStream> lost) {
        var users = lost.stream().map(OpenStream::zuid).toArray(Long[]::new);
        var ids = lost.stream().map(OpenStream::id).toArray(UUID[]::new);
        return run(ENTER_AGAIN, Tuple.of(users, ids, STREAM_MILLIS)).replaceWithVoid();
    }

    private Uni<RowSet<Row>> run(String sql, Tuple parameters) {
        return Uni.createFrom()
                .completionStage(
                        () -> pool.preparedQuery(sql).execute(parameters).toCompletionStage());
    }
}

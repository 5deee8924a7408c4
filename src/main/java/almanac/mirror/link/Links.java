package almanac.mirror.link;

import almanac.storage.database.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// The links: which there are, whose turn it is, and how they are doing.
@Singleton
public class Links {
    private static final String COLUMNS =
            "zuid, base_url, accounts_url, linked_at, succeeded_at, failures, rounds, is_behind, calendars_heard";
    private static final String PUT =
            "insert into upstream_link (zuid, base_url, accounts_url, client_id, client_secret,"
                    + " refresh_token, access_token, access_expires_at, linked_at, due_at, leased_until, attempted_at,"
                    + " succeeded_at, failures, rounds, is_behind) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, 0, 0, 0, 0,"
                    + " false) on conflict (zuid) do update set accounts_url = $3, client_id = $4, client_secret = $5,"
                    + " refresh_token = $6, access_token = $7, access_expires_at = $8, due_at = $9, leased_until = 0,"
                    + " rounds = upstream_link.rounds + 1, calendars_heard = null,"
                    + " failures = 0, error_at = null, error_code = null, error_message = null"
                    + " where upstream_link.base_url = $2 returning 1";
    /// A time that is further away than any can be was written before the clock went back: it holds nobody
    /// up.
    private static final String CLAIM =
            "update upstream_link set leased_until = $2, attempted_at = $1, rounds = rounds + 1"
                    + " where zuid in (select zuid from upstream_link where (leased_until <= $1 or leased_until > $6)"
                    + " and (due_at <= $1"
                    + " or due_at > case when error_code = 'request_limit_exceeded' then $9::bigint else $7 end"
                    + " or (failures = 0 and (attempted_at <= $3 or attempted_at > $8) and zuid = any($4)))"
                    + " order by due_at limit $5 for update skip locked) returning " + COLUMNS;

    /// Only the node that has the turn says how it ended.
    private static final String TURN = " where zuid = $1 and linked_at = $2 and rounds = $3";

    private static final String RENEWED = "update upstream_link l set leased_until = $1"
            + " from unnest($2::bigint[], $3::bigint[], $4::bigint[]) as t (zuid, linked_at, rounds)"
            + " where l.zuid = t.zuid and l.linked_at = t.linked_at and l.rounds = t.rounds";

    private static final String SUCCEEDED = "update upstream_link set leased_until = 0, due_at = $4, succeeded_at = $5,"
            + " failures = 0, is_behind = false, error_at = null, error_code = null, error_message = null, skipped = $6"
            + TURN;
    private static final String FAILED =
            "update upstream_link set leased_until = 0, due_at = $4, failures = failures + 1, calendars_heard = null,"
                    + " is_behind = $5, error_at = $6, error_code = $7, error_message = $8" + TURN;
    private static final String HASTENED =
            "update upstream_link set due_at = least(due_at, $2) where zuid = $1 and failures = 0";
    private static final String POSTPONED = "update upstream_link set leased_until = 0, due_at = $4" + TURN;

    /// How far the clocks of nodes may be apart without one of them taking another one's times for
    /// impossible.
    private static final long SKEW_MILLIS = 10_000;

    private final Transactions transactions;
    private final LinkSecrets secrets;
    private final Clock clock;

    Links(Transactions transactions, LinkSecrets secrets, Clock clock) {
        this.transactions = transactions;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// What stands in the way of a link, beside what it is.
    ///
    /// @param at when, in epoch ms
    /// @param code machine-readable
    /// @param message for people
    public record Trouble(long at, String code, String message) {}

    /// Everything that stands in the way of a link.
    ///
    /// @param last what last went wrong; null where nothing did since it last went well
    /// @param skipped what the last round that went well has passed over, the first twenty
    public record Troubles(@Nullable Trouble last, List<Skipped> skipped) {}

    /// Whether links can be made: there is a key to seal their secrets with.
    public boolean isReady() {
        return secrets.isReady();
    }

    /// Links an account, or changes the credentials of its link.
    ///
    /// @return false where it is linked with a remote service already
    public Uni<Boolean> put(long zuid, LinkCredentials credentials) {
        var now = clock.millis();
        var tuple = Tuple.tuple()
                .addLong(zuid)
                .addString(credentials.baseUrl())
                .addString(credentials.accountsUrl())
                .addString(credentials.clientId());
        tuple.addValue(secrets.seal(credentials.clientSecret(), zuid, "client_secret"))
                .addValue(secrets.seal(credentials.refreshToken(), zuid, "refresh_token"))
                .addValue(secrets.seal(credentials.accessToken(), zuid, "access_token"))
                .addLong(credentials.refreshToken() == null ? Long.MAX_VALUE : 0)
                .addLong(now);
        return transactions.query(PUT, tuple).map(rows -> rows.rowCount() == 1);
    }

    /// The link of an account; empty where there is none.
    public Uni<Optional<Link>> of(long zuid) {
        return transactions
                .query("select " + COLUMNS + " from upstream_link where zuid = $1", Tuple.of(zuid))
                .map(rows -> links(rows).stream().findFirst());
    }

    /// What stands in the way of a link; nothing where there is none.
    public Uni<Troubles> troublesOf(long zuid) {
        return transactions
                .query(
                        "select error_at, error_code, error_message, skipped from upstream_link where zuid = $1",
                        Tuple.of(zuid))
                .map(rows -> {
                    for (var row : rows) {
                        var last = row.getLong(0) == null
                                ? null
                                : new Trouble(row.getLong(0), row.getString(1), row.getString(2));
                        return new Troubles(last, SkippedJson.read(row.getJsonArray(3)));
                    }
                    return new Troubles(null, List.of());
                });
    }

    /// Every link.
    public Uni<List<Link>> all() {
        return transactions
                .query("select " + COLUMNS + " from upstream_link", Tuple.tuple())
                .map(Links::links);
    }

    /// How links take turns.
    ///
    /// @param lease how long a turn is at most
    /// @param watched how long after a turn began a watched link has the next one
    /// @param longest how long a link waits for its next turn at most
    /// @param locked how long it waits where the remote service has locked a call
    public record Pace(Duration lease, Duration watched, Duration longest, Duration locked) {}

    /// Takes links that are due; no other node gets them until the lease is over, whatever becomes of this
    /// process.
    ///
    /// @param watched the accounts whose feeds a client watches
    /// @param limit how many at most
    public Uni<List<Link>> claim(Pace pace, Collection<Long> watched, int limit) {
        var now = clock.millis();
        var lease = now + pace.lease.toMillis();
        var tuple = Tuple.tuple().addLong(now).addLong(lease).addLong(now - pace.watched.toMillis());
        tuple.addArrayOfLong(watched.toArray(Long[]::new)).addInteger(limit);
        tuple.addLong(lease + SKEW_MILLIS)
                .addLong(now + pace.longest.toMillis() + SKEW_MILLIS)
                .addLong(now + SKEW_MILLIS)
                .addLong(now + pace.locked.toMillis() + SKEW_MILLIS);
        return transactions.query(CLAIM, tuple).map(Links::links);
    }

    /// Extends the leases of links whose turns are not over.
    ///
    /// @param lease how long from now
    public Uni<Void> renew(Collection<Link> links, Duration lease) {
        if (links.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var tuple = Tuple.tuple().addLong(clock.millis() + lease.toMillis());
        tuple.addArrayOfLong(numbers(links, Link::zuid))
                .addArrayOfLong(numbers(links, Link::linkedAt))
                .addArrayOfLong(numbers(links, Link::rounds));
        return transactions.query(RENEWED, tuple).replaceWithVoid();
    }

    private static Long[] numbers(Collection<Link> links, ToLongFunction<Link> number) {
        return links.stream().mapToLong(number).boxed().toArray(Long[]::new);
    }

    /// A link was mirrored.
    ///
    /// @param skipped what was passed over; the first twenty are kept
    /// @return false where the turn was over, and nothing was written
    public Uni<Boolean> succeeded(Link link, long dueAt, List<Skipped> skipped) {
        var tuple = turn(link).addLong(dueAt).addLong(clock.millis()).addValue(SkippedJson.write(skipped));
        return transactions.query(SUCCEEDED, tuple).map(Links::isWritten);
    }

    /// A link could not be mirrored.
    ///
    /// @return false where the turn was over, and nothing was written
    public Uni<Boolean> failed(Link link, long dueAt, boolean isBehind, UpstreamException failure) {
        var tuple = turn(link).addLong(dueAt).addBoolean(isBehind).addLong(clock.millis());
        tuple.addString(failure.code()).addString(failure.getMessage());
        return transactions.query(FAILED, tuple).map(Links::isWritten);
    }

    /// A link is tried again later; nothing went wrong.
    ///
    /// @return false where the turn was over, and nothing was written
    public Uni<Boolean> postponed(Link link, long dueAt) {
        return transactions.query(POSTPONED, turn(link).addLong(dueAt)).map(Links::isWritten);
    }

    /// Makes a link due now, unless it has failed.
    public Uni<Void> hasten(long zuid) {
        return transactions.query(HASTENED, Tuple.of(zuid, clock.millis())).replaceWithVoid();
    }

    private static Tuple turn(Link link) {
        return Tuple.tuple().addLong(link.zuid()).addLong(link.linkedAt()).addLong(link.rounds());
    }

    private static boolean isWritten(RowSet<Row> rows) {
        return rows.rowCount() == 1;
    }

    /// Forgets a link and its secrets.
    public Uni<Void> remove(long zuid) {
        return transactions
                .query("delete from upstream_link where zuid = $1", Tuple.of(zuid))
                .replaceWithVoid();
    }

    private static List<Link> links(RowSet<Row> rows) {
        var links = new ArrayList<Link>(rows.size());
        for (var row : rows) {
            links.add(new Link(
                    row.getLong(0),
                    row.getString(1),
                    row.getString(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getInteger(5),
                    row.getLong(6),
                    row.getBoolean(7),
                    row.getString(8)));
        }
        return links;
    }
}

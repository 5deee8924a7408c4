package almanac.mirror.link;

import almanac.storage.database.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The links, with their secrets sealed.
@Singleton
public class Links {
    private static final Logger LOG = Logger.getLogger(Links.class);
    private static final String COLUMNS =
            "zuid, base_url, accounts_url, linked_at, succeeded_at, failures, rounds, is_behind";
    private static final String PUT =
            "insert into upstream_link (zuid, base_url, accounts_url, client_id, client_secret,"
                    + " refresh_token, access_token, access_expires_at, linked_at, due_at, leased_until, attempted_at,"
                    + " succeeded_at, failures, rounds, is_behind) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, 0, 0, 0, 0,"
                    + " false) on conflict (zuid) do update set accounts_url = $3, client_id = $4, client_secret = $5,"
                    + " refresh_token = $6, access_token = $7, access_expires_at = $8, due_at = $9, leased_until = 0,"
                    + " failures = 0, error_at = null, error_code = null, error_message = null"
                    + " where upstream_link.base_url = $2 returning 1";
    private static final String CLAIM =
            "update upstream_link set leased_until = $2, attempted_at = $1, rounds = rounds + 1"
                    + " where zuid in (select zuid from upstream_link where leased_until <= $1"
                    + " and (due_at <= $1 or (failures = 0 and attempted_at <= $3 and zuid = any($4)))"
                    + " order by due_at limit $5 for update skip locked) returning " + COLUMNS;
    private static final String SUCCEEDED = "update upstream_link set leased_until = 0, due_at = $2, succeeded_at = $3,"
            + " failures = 0, is_behind = false, error_at = null, error_code = null, error_message = null where zuid = $1";
    private static final String FAILED =
            "update upstream_link set leased_until = 0, due_at = $2, failures = failures + 1,"
                    + " is_behind = $3, error_at = $4, error_code = $5, error_message = $6 where zuid = $1";
    private static final String POSTPONED = "update upstream_link set leased_until = 0, due_at = $2 where zuid = $1";

    private final Transactions transactions;
    private final Vault vault;
    private final Clock clock;

    Links(Transactions transactions, Vault vault, Clock clock) {
        this.transactions = transactions;
        this.vault = vault;
        this.clock = clock;
    }

    /// The secrets of a link, opened. They are never written anywhere but into a request.
    public record Secrets(
            @Nullable String clientId,
            @Nullable String clientSecret,
            @Nullable String refreshToken,
            @Nullable String accessToken,
            long accessExpiresAt) {
        @Override
        public String toString() {
            return "Secrets[hidden]";
        }
    }

    /// What stands in the way of a link, beside what it is.
    ///
    /// @param at when, in epoch ms
    /// @param code machine-readable
    /// @param message for people
    public record Trouble(long at, String code, String message) {}

    /// Whether links can be made: there is a key to seal their secrets with.
    public boolean isReady() {
        return vault.isReady();
    }

    /// Links an account, or changes the credentials of its link.
    ///
    /// @return false where it is linked with another service already
    public Uni<Boolean> put(long zuid, LinkCredentials credentials) {
        var now = clock.millis();
        var tuple = Tuple.tuple()
                .addLong(zuid)
                .addString(credentials.baseUrl())
                .addString(credentials.accountsUrl())
                .addString(credentials.clientId());
        tuple.addValue(seal(credentials.clientSecret(), zuid, "client_secret"))
                .addValue(seal(credentials.refreshToken(), zuid, "refresh_token"))
                .addValue(seal(credentials.accessToken(), zuid, "access_token"))
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

    /// What last went wrong with a link; empty where nothing did since it last went well.
    public Uni<Optional<Trouble>> troubleOf(long zuid) {
        return transactions
                .query("select error_at, error_code, error_message from upstream_link where zuid = $1", Tuple.of(zuid))
                .map(rows -> {
                    for (var row : rows) {
                        if (row.getLong(0) != null) {
                            return Optional.of(new Trouble(row.getLong(0), row.getString(1), row.getString(2)));
                        }
                    }
                    return Optional.empty();
                });
    }

    /// Every link.
    public Uni<List<Link>> all() {
        return transactions
                .query("select " + COLUMNS + " from upstream_link", Tuple.tuple())
                .map(Links::links);
    }

    /// Takes links whose turn it is; nobody else gets them until the lease is over, whatever becomes of
    /// this process.
    ///
    /// @param watchedBefore when a watched link was last tried at the latest, in epoch ms
    /// @param watched the accounts whose feeds somebody watches
    public Uni<List<Link>> claim(long leaseMillis, long watchedBefore, Collection<Long> watched, int limit) {
        var now = clock.millis();
        var tuple = Tuple.tuple().addLong(now).addLong(now + leaseMillis).addLong(watchedBefore);
        tuple.addArrayOfLong(watched.toArray(Long[]::new)).addInteger(limit);
        return transactions.query(CLAIM, tuple).map(Links::links);
    }

    /// A link was mirrored whole.
    public Uni<Void> succeeded(Link link, long dueAt) {
        return transactions
                .query(SUCCEEDED, Tuple.of(link.zuid(), dueAt, clock.millis()))
                .replaceWithVoid();
    }

    /// A link could not be mirrored.
    public Uni<Void> failed(Link link, long dueAt, boolean isBehind, UpstreamException failure) {
        return transactions
                .query(
                        FAILED,
                        Tuple.of(link.zuid(), dueAt, isBehind, clock.millis(), failure.code(), failure.getMessage()))
                .replaceWithVoid();
    }

    /// A link is tried again later; nothing went wrong.
    public Uni<Void> postponed(Link link, long dueAt) {
        return transactions.query(POSTPONED, Tuple.of(link.zuid(), dueAt)).replaceWithVoid();
    }

    /// Forgets a link and its secrets.
    public Uni<Void> remove(long zuid) {
        return transactions
                .query("delete from upstream_link where zuid = $1", Tuple.of(zuid))
                .replaceWithVoid();
    }

    public Uni<Secrets> secrets(Link link) {
        return transactions
                .query(
                        "select client_id, client_secret, refresh_token, access_token, access_expires_at"
                                + " from upstream_link where zuid = $1",
                        Tuple.of(link.zuid()))
                .map(rows -> {
                    for (var row : rows) {
                        return new Secrets(
                                row.getString(0),
                                open(row, 1, link.zuid(), "client_secret"),
                                open(row, 2, link.zuid(), "refresh_token"),
                                open(row, 3, link.zuid(), "access_token"),
                                row.getLong(4));
                    }
                    throw new UpstreamException.Unauthorized("the link is gone");
                });
    }

    /// Keeps a refreshed token. It is not used before this has ended.
    ///
    /// @param refreshToken a new one, where the accounts server has changed it
    public Uni<Void> keep(Link link, String accessToken, long expiresAt, @Nullable String refreshToken) {
        var tuple = Tuple.tuple().addLong(link.zuid());
        tuple.addValue(seal(accessToken, link.zuid(), "access_token"))
                .addLong(expiresAt)
                .addValue(seal(refreshToken, link.zuid(), "refresh_token"));
        return transactions
                .query(
                        "update upstream_link set access_token = $2, access_expires_at = $3,"
                                + " refresh_token = coalesce($4, refresh_token) where zuid = $1",
                        tuple)
                .replaceWithVoid();
    }

    /// Seals anew what was sealed with a former key.
    void start(@Observes StartupEvent event) {
        if (vault.isReady()) {
            sealAnew()
                    .subscribe()
                    .with(
                            count -> {
                                if (count > 0) {
                                    LOG.infof("Sealed the secrets of %d links with the new key", count);
                                }
                            },
                            failure -> LOG.errorf(
                                    "The secrets of links could not be sealed anew: %s", failure.getMessage()));
        }
    }

    Uni<Integer> sealAnew() {
        return transactions
                .query("select zuid, client_secret, refresh_token, access_token from upstream_link", Tuple.tuple())
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .filter(this::isOld)
                .onItem()
                .transformToUniAndConcatenate(row -> sealAnew(row).replaceWith(row))
                .collect()
                .asList()
                .map(List::size);
    }

    private Uni<Void> sealAnew(Row row) {
        var zuid = row.getLong(0);
        var tuple = Tuple.tuple().addLong(zuid);
        tuple.addValue(seal(open(row, 1, zuid, "client_secret"), zuid, "client_secret"))
                .addValue(seal(open(row, 2, zuid, "refresh_token"), zuid, "refresh_token"))
                .addValue(seal(open(row, 3, zuid, "access_token"), zuid, "access_token"))
                .addValue(row.getBuffer(2) == null ? null : row.getBuffer(2).getDelegate());
        return transactions
                .query(
                        "update upstream_link set client_secret = $2, refresh_token = $3, access_token = $4"
                                + " where zuid = $1 and refresh_token is not distinct from $5",
                        tuple)
                .replaceWithVoid();
    }

    private boolean isOld(Row row) {
        for (var column = 1; column <= 3; column++) {
            var seal = row.getBuffer(column);
            if (seal != null && !vault.isCurrent(seal.getBytes())) {
                return true;
            }
        }
        return false;
    }

    private io.vertx.core.buffer.@Nullable Buffer seal(@Nullable String secret, long zuid, String column) {
        return secret == null ? null : io.vertx.core.buffer.Buffer.buffer(vault.seal(secret, place(zuid, column)));
    }

    private @Nullable String open(Row row, int index, long zuid, String column) {
        var seal = row.getBuffer(index);
        try {
            return seal == null ? null : vault.open(seal.getBytes(), place(zuid, column));
        } catch (IllegalStateException closed) {
            throw new UpstreamException.Unauthorized(String.valueOf(closed.getMessage()));
        }
    }

    private static String place(long zuid, String column) {
        return "upstream_link/" + zuid + "/" + column;
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
                    row.getBoolean(7)));
        }
        return links;
    }
}

package almanac.access.token;

import almanac.storage.database.Transactions;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny.StatelessSession;

/// Tokens for the native EventSource of browsers, which cannot send a header (docs/change-feed.md, 5.1). They
/// are short-lived, grant feeds only, and end with the access token that they were issued with.
@Singleton
public class FeedTokens {
    /// The largest number of callers in one query.
    static final int CHECKED = 1_000;

    private static final String PREFIX = "alm_feed_";
    private static final String FIND = """
            select f.hash, f.id, f.parent, f.scopes, f.calendar_ids, least(f.expires_at, t.expires_at), a.zuid, a.email,
              a.name
            from feed_token f join access_token t on t.id = f.parent join account a on a.zuid = f.zuid
            where f.hash = any($1)
            """;
    private static final String ALIVE = """
            select id, true as is_feed from feed_token where id = any($1) union all
            select id, false from access_token where id = any($2)
            """;

    private final Transactions transactions;
    private final TokenRoom room;
    private final Clock clock;

    FeedTokens(Transactions transactions, TokenRoom room, Clock clock) {
        this.transactions = transactions;
        this.room = room;
        this.clock = clock;
    }

    /// A new feed token with its secret, which is shown only once.
    ///
    /// @param id the id, for its revocation
    /// @param token the value of `feed_token` in a URL
    /// @param expiresAt when it expires, in epoch ms
    public record Issued(
            @JsonFormat(shape = JsonFormat.Shape.STRING) long id,
            String token,
            @JsonProperty("expires_at") long expiresAt) {}

    /// Issues a feed token with the scopes of the caller's token. It expires no later than that token.
    ///
    /// @param millis its longest lifetime, in ms
    /// @param calendarIds the calendars that it is restricted to, as clients know them; empty for all
    /// @return the token; fails with 507 if the account has the maximum of feed tokens
    public Uni<Issued> issue(StatelessSession session, Caller caller, long millis, Collection<String> calendarIds) {
        var secret = Secret.random(PREFIX);
        var now = clock.millis();
        var end = caller.expiresAt() == null ? now + millis : Math.min(now + millis, caller.expiresAt());
        return room.checkFeed(session, caller.zuid())
                .chain(() -> insert(session, caller, secret, new Life(now, end), calendarIds))
                .map(id -> new Issued(id, secret.text(), end));
    }

    /// The lifetime of a token, in epoch ms.
    private record Life(long begin, long end) {}

    private static Uni<Long> insert(
            StatelessSession session, Caller caller, Secret secret, Life life, Collection<String> calendarIds) {
        return session.createNativeQuery(
                        "insert into feed_token (zuid, parent, hash, scopes, calendar_ids, created_at, expires_at)"
                                + " values (?1, ?2, ?3, ?4, ?5, ?6, ?7) returning id",
                        Long.class)
                .setParameter(1, caller.zuid())
                .setParameter(2, caller.tokenId())
                .setParameter(3, secret.hash())
                .setParameter(4, String.join(" ", caller.scopes()))
                .setParameter(5, String.join(" ", calendarIds))
                .setParameter(6, life.begin)
                .setParameter(7, life.end)
                .getSingleResult();
    }

    /// Revokes a feed token of an account.
    ///
    /// @return whether it existed
    public Uni<Boolean> revoke(StatelessSession session, long zuid, long id) {
        return session.createNativeQuery("delete from feed_token where id = ?1 and zuid = ?2")
                .setParameter(1, id)
                .setParameter(2, zuid)
                .executeUpdate()
                .map(deleted -> deleted == 1);
    }

    /// The callers whose token was revoked. They are looked up in queries of up to [#CHECKED] callers, one
    /// after the other.
    public Uni<Set<Caller>> revokedAmong(Set<Caller> callers) {
        return Multi.createFrom()
                .iterable(callers)
                .group()
                .intoLists()
                .of(CHECKED)
                .onItem()
                .transformToUniAndConcatenate(this::revoked)
                .onItem()
                .<Caller>disjoint()
                .collect()
                .asSet();
    }

    private Uni<List<Caller>> revoked(List<Caller> callers) {
        var feed = callers.stream().filter(Caller::isFeed).map(Caller::secretId).toArray(Long[]::new);
        var access = callers.stream()
                .filter(caller -> !caller.isFeed())
                .map(Caller::secretId)
                .toArray(Long[]::new);
        return transactions
                .query(ALIVE, Tuple.tuple().addValue(feed).addValue(access))
                .map(FeedTokens::alive)
                .map(alive -> without(callers, FeedTokens::key, alive));
    }

    private static Set<Key> alive(RowSet<Row> rows) {
        var alive = new HashSet<Key>();
        rows.forEach(row -> alive.add(new Key(row.getBoolean(1), row.getLong(0))));
        return alive;
    }

    private static Key key(Caller caller) {
        return new Key(caller.isFeed(), caller.secretId());
    }

    /// The callers whose token does not exist.
    static List<Caller> without(Collection<Caller> callers, Function<Caller, Key> key, Set<Key> alive) {
        return callers.stream()
                .filter(caller -> !alive.contains(key.apply(caller)))
                .toList();
    }

    /// Identifies a token.
    ///
    /// @param isFeed whether it is a feed token
    /// @param id its id among tokens of this kind
    record Key(boolean isFeed, long id) {}

    /// The caller of a feed token; empty for one that is unknown, expired or revoked.
    public Uni<Optional<Caller>> callerOf(Secret token) {
        var hash = ByteBuffer.wrap(token.hash());
        return find(List.of(hash))
                .map(callers -> Optional.ofNullable(callers.get(hash)))
                .map(caller -> caller.filter(one -> !one.isExpired(clock.millis())));
    }

    private Uni<Map<ByteBuffer, Caller>> find(List<ByteBuffer> hashes) {
        return transactions
                .query(FIND, TokenLookups.anyOf(hashes))
                .map(rows -> TokenLookups.byHash(rows, FeedTokens::caller));
    }

    private static Caller caller(Row row) {
        var calendars = row.getString(4);
        var grant = new FeedGrant(
                row.getLong(1), calendars.isEmpty() ? Set.of() : Set.copyOf(List.of(calendars.split(" ", -1))));
        return new Caller(
                row.getLong(2),
                row.getLong(6),
                row.getString(7),
                row.getString(8),
                TokenRow.scopes(row.getString(3)),
                row.getLong(5),
                grant);
    }
}

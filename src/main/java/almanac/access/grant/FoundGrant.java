package almanac.access.grant;

import almanac.storage.database.Statements;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// A grant that was found by its refresh token, and is locked.
///
/// @param rotation the hash of the current refresh token; null if it does not change
/// @param end when the token ends by which it was given, in epoch ms; null for never
record FoundGrant(
        long id,
        long zuid,
        List<String> scopes,
        @Nullable Buffer rotation,
        @Nullable Long end) {
    private static final String FIND = "select g.id, g.zuid, g.scopes, g.rotation_hash, p.expires_at"
            + " from oauth_grant g join oauth_client c on c.id = g.client_id"
            + " left join access_token p on p.id = g.parent"
            + " where g.refresh_hash = $1 and c.removed_at is null and ($2::text is null or c.id = $2)"
            + " for update of g";
    private static final String USE = "update oauth_grant set rotation_hash = $2, used_at = $3 where id = $1";

    /// The grant of a refresh token; empty if there is none.
    ///
    /// @param client the client that it has to be of; empty for any
    static Uni<Optional<FoundGrant>> find(Statements statements, Optional<String> client, RefreshToken token) {
        return statements
                .run(FIND, Tuple.of(GrantStore.hash(token.lasting()), client.orElse(null)))
                .map(FoundGrant::first);
    }

    private static Optional<FoundGrant> first(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .findFirst()
                .map(row -> new FoundGrant(
                        row.getLong(0),
                        row.getLong(1),
                        GrantedScopes.stored(row.getString(2)),
                        row.getBuffer(3),
                        row.getLong(4)));
    }

    /// Whether a token is the one that was given last.
    boolean isCurrent(RefreshToken token) {
        return rotation == null
                ? !token.rotates()
                : MessageDigest.isEqual(rotation.getBytes(), token.whole().hash());
    }

    /// Notes that the grant was used.
    ///
    /// @param next the refresh token from now on; null if it does not change
    Uni<?> use(Statements statements, @Nullable RefreshToken next, long now) {
        var hash = next == null ? null : GrantStore.hash(next.whole());
        return statements.store(USE, Tuple.of(id, hash, now));
    }
}

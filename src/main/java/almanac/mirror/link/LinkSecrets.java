package almanac.mirror.link;

import almanac.storage.database.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The secrets of links, sealed in the database and opened for a request.
@Singleton
public class LinkSecrets {
    private static final Logger LOG = Logger.getLogger(LinkSecrets.class);

    private final Transactions transactions;
    private final Vault vault;

    LinkSecrets(Transactions transactions, Vault vault) {
        this.transactions = transactions;
        this.vault = vault;
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

    /// Whether there is a key to seal secrets with.
    boolean isReady() {
        return vault.isReady();
    }

    /// The secrets of a link.
    public Uni<Secrets> of(Link link) {
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

    @Nullable
    Buffer seal(@Nullable String secret, long zuid, String column) {
        return secret == null ? null : Buffer.buffer(vault.seal(secret, place(zuid, column)));
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
}

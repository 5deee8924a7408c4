package almanac.access.token;

import almanac.storage.database.DatabaseConfig;
import almanac.storage.database.Migration;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// The administrator's token: the configured one, or a random one that the first start makes.
///
/// A random token is printed when it is stored, even if the start fails later, and only then. A start with
/// `almanac.admin.renew` replaces it. A configured token must be too long to be guessed.
@Singleton
public class AdminToken {
    private static final String PREFIX = "alm_admin_";

    /// Printable ASCII, as in a header field, and long enough that it cannot be guessed over a network.
    private static final Pattern STRONG = Pattern.compile("[!-~]{16,4000}");

    private final DataSource database;
    private final Optional<Secret> configured;
    private final Migration migration;
    private final boolean isRenewed;
    private byte[] hash = {};

    AdminToken(DataSource database, IdentityConfig config, DatabaseConfig start) {
        this.database = database;
        complaint(config.adminToken(), config.renewAdminToken()).ifPresent(complaint -> {
            throw new IllegalArgumentException(complaint);
        });
        this.configured = config.adminToken().map(Secret::new);
        this.migration = start.migrate();
        this.isRenewed = config.renewAdminToken();
    }

    /// Whether this start only renews the token, and exits.
    public boolean isRenewed() {
        return isRenewed;
    }

    /// What is wrong with the settings of the token, without the token itself; empty for nothing. The start
    /// asks before it starts a database.
    ///
    /// @param token `almanac.admin.token`
    /// @param isRenewed `almanac.admin.renew`
    public static Optional<String> complaint(Optional<String> token, boolean isRenewed) {
        if (token.filter(text -> !STRONG.matcher(text).matches()).isPresent()) {
            return Optional.of(
                    "almanac.admin.token is too short, or holds what a header cannot: it needs at least 16"
                            + " characters of printable ASCII without spaces; for example what \"openssl rand -hex 32\" prints");
        }
        return token.filter(_ -> isRenewed)
                .map(_ -> "almanac.admin.token is set, and is the administrator's token; set another one there, or none"
                        + " for one that is made anew");
    }

    void start(@Observes StartupEvent event) throws SQLException {
        if (migration == Migration.ONLY) {
            // The output of this start may not be seen by the operator, so it makes no token.
            return;
        }
        hash = configured.isPresent() ? configured.get().hash() : stored();
    }

    public boolean matches(Secret candidate) {
        return MessageDigest.isEqual(hash, candidate.hash());
    }

    private static void show(Secret token) {
        System.out.println();
        System.out.println("The administrator's token, shown this once:");
        System.out.println("  " + token.text());
        System.out.println();
        System.out.flush();
    }

    /// Two nodes that start at once use the token that was stored first.
    private byte[] stored() throws SQLException {
        var candidate = Secret.random(PREFIX);
        try (var connection = database.getConnection();
                var insert = connection.prepareStatement("insert into admin_token (id, hash) values (1, ?) on conflict"
                        + (isRenewed ? " (id) do update set hash = excluded.hash" : " do nothing"));
                var select = connection.prepareStatement("select hash from admin_token")) {
            insert.setBytes(1, candidate.hash());
            if (insert.executeUpdate() == 1) {
                show(candidate);
            }
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        }
    }
}

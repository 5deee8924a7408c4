package almanac.storage.database;

import almanac.storage.postgres.StartFailure;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// The schema version of this binary, and the check of the version in the database. The check runs before
/// Quarkus starts, so that a refusal is one line on the console.
public final class Schema {
    /// The version of the newest migration in `db/migration`. A test fails until a new migration raises it.
    static final String VERSION = "18";

    private static final String USER = "almanac";
    private static final int PATIENCE_SECONDS = 10;

    /// The highest version that was applied.
    private static final String NEWEST = "select array_to_string(max(string_to_array(version, '.')::int[]), '.')"
            + " from flyway_schema_history where success and version is not null";

    private Schema() {}

    /// Checks the schema of a database.
    ///
    /// @return whether the schema is at the version of this binary, so that no migration is needed
    /// @throws StartFailure where the database cannot be reached or refuses the user, where its schema is
    ///     newer than this binary, or where it is older and [Migration#NEVER] is set
    public static boolean check(String url, Optional<String> user, Optional<String> password, Migration migration) {
        checkAddress(url);
        var found = read(url, user.orElse(USER), password.orElse(null));
        if (found.compareTo(MigrationVersion.fromVersion(VERSION)) > 0) {
            throw new StartFailure("The schema of the database is at version " + found
                    + ", and this Almanac knows versions up to " + VERSION
                    + ". Start an Almanac as new as the one that migrated it, or restore the backup from before.");
        }
        if (migration == Migration.NEVER && !found.equals(MigrationVersion.fromVersion(VERSION))) {
            throw new StartFailure(
                    "The schema of the database is at version " + (MigrationVersion.EMPTY.equals(found) ? "0" : found)
                            + ", and this Almanac needs version " + VERSION
                            + "; it does not migrate, as almanac.database.migrate is \"never\"."
                            + " Run it once with almanac.database.migrate=only, as a user who may change the schema.");
        }
        return found.equals(MigrationVersion.fromVersion(VERSION));
    }

    /// The message of a start that only migrates.
    public static String report() {
        return "The schema of the database is at version " + VERSION + ".";
    }

    private static void checkAddress(String url) {
        if (!url.startsWith("postgresql://") || host(url) == null) {
            // The URL may contain a password, so it is not repeated.
            throw new StartFailure("almanac.database.url is not the address of a PostgreSQL;"
                    + " for example almanac.database.url=postgresql://db.example.com:5432/almanac");
        }
    }

    private static @Nullable String host(String url) {
        try {
            return URI.create(url).getHost();
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static MigrationVersion read(String url, String user, @Nullable String password) {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("loginTimeout", Integer.toString(PATIENCE_SECONDS));
        properties.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
        if (password != null) {
            properties.setProperty("password", password);
        }
        // The DriverManager finds drivers at run time, which fails in a native image.
        try (var connection = Objects.requireNonNull(new Driver().connect("jdbc:" + url, properties))) {
            return exists(connection) ? newest(connection) : MigrationVersion.EMPTY;
        } catch (SQLException failure) {
            throw new StartFailure(explain(failure, URI.create(url), user), failure);
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select to_regclass('flyway_schema_history') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static MigrationVersion newest(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(NEWEST)) {
            var version = row.next() ? row.getString(1) : null;
            return version == null ? MigrationVersion.EMPTY : MigrationVersion.fromVersion(version);
        }
    }

    /// Explains a failure by its SQLSTATE (PostgreSQL, appendix A).
    private static String explain(SQLException failure, URI url, String user) {
        var state = String.valueOf(failure.getSQLState());
        var place = url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
        return switch (state) {
            case "28P01", "28000", "08004" ->
                "The database at " + place + " does not let the user \"" + user
                        + "\" in; check almanac.database.user and almanac.database.password, for example"
                        + " almanac.database.user=almanac.";
            case "3D000" ->
                "There is no database \"" + url.getPath().substring(1) + "\" at " + place
                        + "; check almanac.database.url, for example almanac.database.url=postgresql://" + place
                        + "/almanac.";
            case "42501" ->
                "The user \"" + user + "\" may not read the table flyway_schema_history; grant select on it, or check"
                        + " almanac.database.user, for example almanac.database.user=almanac.";
            default ->
                "The database at " + place + " cannot be reached (" + firstLine(failure)
                        + "); check almanac.database.url, for example"
                        + " almanac.database.url=postgresql://db.example.com:5432/almanac.";
        };
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }
}

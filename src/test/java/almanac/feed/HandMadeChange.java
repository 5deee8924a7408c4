package almanac.feed;

import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/// A change that a test writes into the log itself, in a transaction that it ends when it likes.
final class HandMadeChange implements AutoCloseable {
    private static final String INSERT = "insert into change (kind, subject, calendar_id, reason, actor, changed,"
            + " committed_at, audience, before_of, after_of, documents) values ('event', ?, 1, 'created', 'system', '',"
            + " ?, array[?::bigint], array[0], array[1], array[?]) returning position";

    private static final String STORE = "insert into event (id, calendar_id, starts_at, ends_at, size, search,"
            + " organizer, edit_tag, created_at, modified_at, document) select ?, calendar_id, starts_at, ends_at, size,"
            + " search, organizer, edit_tag, created_at, modified_at, document from event where id = ?";

    private static final String STORE_MANY = "insert into event (id, calendar_id, starts_at, ends_at, size, search,"
            + " organizer, edit_tag, created_at, modified_at, document) select n::text,"
            + " (select min(id) from calendar where owner = ?), 0, 1, 0, 'x', null, 1, 0, 0, '{}'"
            + " from generate_series(1, ?) n on conflict (id) do update set calendar_id = excluded.calendar_id";

    private static final String MANY = "insert into change (kind, subject, calendar_id, reason, actor, changed,"
            + " committed_at, audience, before_of, after_of, documents) select 'event', n::text, 1, 'created', 'system',"
            + " '', ?, array[?::bigint], array[0], array[1], array[json_build_object('id', n::text, 'calendar_id', 'x',"
            + " 'description', repeat('x', ?))::text] from generate_series(1, ?) n order by n + 0";

    private final Connection connection;
    private String id = "";
    private long position;

    private HandMadeChange(Connection connection) {
        this.connection = connection;
    }

    /// Begins a transaction, which has its number from now on, and has written nothing yet.
    static HandMadeChange prepare(DataSource database) throws SQLException {
        var connection = database.getConnection();
        connection.setAutoCommit(false);
        try (var number = connection.createStatement()) {
            number.execute("select pg_current_xact_id()");
        }
        return new HandMadeChange(connection);
    }

    /// Writes that an event like another one was created, and leaves the transaction open.
    ///
    /// @param zuid who sees it
    /// @param like the event, as the JSON call gives it
    static HandMadeChange begin(DataSource database, String zuid, String like) throws SQLException {
        var change = prepare(database);
        change.write(zuid, like);
        return change;
    }

    /// Writes many at once, of events that are numbered from 1.
    ///
    /// @param zuid who sees them
    /// @param size how long the description of each is
    static void many(DataSource database, String zuid, int count, int size, long committedAt) throws SQLException {
        try (var connection = database.getConnection();
                var store = connection.prepareStatement(STORE_MANY);
                var insert = connection.prepareStatement(MANY)) {
            store.setLong(1, Long.parseLong(zuid));
            store.setInt(2, count);
            store.executeUpdate();
            insert.setLong(1, committedAt);
            insert.setLong(2, Long.parseLong(zuid));
            insert.setInt(3, size);
            insert.setInt(4, count);
            insert.executeUpdate();
        }
    }

    /// Writes the change; answers the event's id.
    String write(String zuid, String like) throws SQLException {
        var example = JsonPath.from(like);
        id = UUID.randomUUID().toString().replace("-", "") + "@almanac";
        store(example.getString("id"));
        try (var insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, id);
            insert.setLong(2, example.getLong("start_time"));
            insert.setLong(3, Long.parseLong(zuid));
            insert.setString(4, like.replace(example.getString("id"), id));
            try (var row = insert.executeQuery()) {
                row.next();
                position = row.getLong(1);
            }
        }
        return id;
    }

    /// What is not there cannot be read about (docs/change-feed.md, 4.6).
    private void store(String like) throws SQLException {
        try (var store = connection.prepareStatement(STORE)) {
            store.setString(1, id);
            store.setString(2, like);
            store.executeUpdate();
        }
    }

    /// The event's id.
    String id() {
        return id;
    }

    /// Its place in the log.
    long position() {
        return position;
    }

    void commit() throws SQLException {
        connection.commit();
    }

    void rollBack() throws SQLException {
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}

package almanac.testing;

import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// What lies in the database, for tests that want to see that nothing, or exactly one thing, was
/// written.
@Singleton
public class Storage {
    private final DataSource database;

    Storage(DataSource database) {
        this.database = database;
    }

    /// A line of the log of changes.
    ///
    /// @param kind `event` or `calendar`
    /// @param reason why it changed
    /// @param changed the names of the fields that differ, separated by spaces
    /// @param oldTag the `edit_tag` before; 0 for none
    /// @param newTag the `edit_tag` after; 0 for none
    /// @param actor who did it
    public record Change(String kind, String reason, String changed, long oldTag, long newTag, String actor) {}

    /// The log of one event or calendar, oldest first.
    public List<Change> changesOf(Object subject) {
        var changes = new ArrayList<Change>();
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select kind, reason, changed, old_tag, new_tag, actor"
                        + " from change where subject = ? order by position")) {
            select.setString(1, subject.toString());
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    changes.add(new Change(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getString(6)));
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return changes;
    }

    /// The reasons in the log of one event or calendar, oldest first.
    public List<String> reasonsOf(Object subject) {
        return changesOf(subject).stream().map(Change::reason).toList();
    }

    /// Everything that requests can add, counted: events, calendars, shares, uploads, keys and changes.
    public List<Long> sizes() {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("select (select count(*) from event), (select count(*) from calendar),"
                        + " (select count(*) from share), (select count(*) from attachment),"
                        + " (select count(*) from idempotency_key), (select count(*) from change)")) {
            row.next();
            var sizes = new ArrayList<Long>();
            for (var column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                sizes.add(row.getLong(column));
            }
            return sizes;
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// The single number that a statement answers.
    public long count(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /// Runs a statement that answers nothing.
    public void run(String sql) {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}

package almanac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.access.account.Accounts;
import almanac.base.request.Folding;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/// Compares every stored document with what stands in the tables around it: the calendar, the accounts, the
/// attachments, the invitations, and the columns that statements look for.
public final class Documents {
    private final Map<String, JsonObject> accounts = new HashMap<>();
    private final Connection connection;

    private Documents(Connection connection) {
        this.connection = connection;
    }

    /// Fails where a document is not what it would be if it were made anew.
    ///
    /// @return how many there are
    public static int check(DataSource database) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new Documents(connection).check();
        }
    }

    private int check() throws SQLException {
        readAccounts();
        var count = 0;
        try (var select = connection.createStatement();
                var rows = select.executeQuery("select e.id, e.document, e.starts_at, e.ends_at, e.edit_tag, e.search,"
                        + " e.organizer, encode(convert_to(c.id || '|' || c.code, 'UTF8'), 'base64'), e.transparent"
                        + " from event e left join calendar c on c.id = e.calendar_id")) {
            while (rows.next()) {
                check(rows);
                count++;
            }
        }
        return count;
    }

    private void readAccounts() throws SQLException {
        try (var select = connection.createStatement();
                var rows = select.executeQuery("select zuid, name, email, address from account")) {
            while (rows.next()) {
                assertEquals(Accounts.address(rows.getString(3)), rows.getString(4));
                accounts.put(
                        rows.getString(4),
                        new JsonObject().put("name", rows.getString(2)).put("id", rows.getString(1)));
            }
        }
    }

    private void check(ResultSet row) throws SQLException {
        var document = row.getString(2);
        var event = new JsonObject(document);
        assertEquals(row.getString(1), key(event), document);
        assertEquals(row.getLong(3), begin(event), document);
        assertEquals(row.getLong(4), end(event), document);
        assertEquals(row.getString(5), event.getString("edit_tag"), document);
        assertEquals(row.getString(6), Folding.fold(event.getString("title")), document);
        assertEquals(row.getString(8), event.getString("calendar_id"), document);
        assertEquals(row.getBoolean(9), "transparent".equals(event.getString("transparency")), document);
        assertTrue(!event.containsKey("role"), document);
        var organizer = event.getJsonObject("organizer");
        if (row.getString(7) != null) {
            assertEquals(row.getString(7), organizer.getString("id"), document);
        }
        checkSeries(row, event);
        checkPeople(event);
        checkInvitations(event);
        checkAttachments(event);
    }

    /// The stored id: that of an exception of a series ends in its recurrence id.
    private static String key(JsonObject event) {
        return event.getString("id")
                + (event.containsKey("recurrence_id") ? "/" + event.getString("recurrence_id") : "");
    }

    /// The stored start: of a series its first time or, if that is earlier, that of one of its `rdates`.
    private static long begin(JsonObject event) {
        var start = event.getLong("start_time");
        if (!isSeries(event)) {
            return start;
        }
        var series = event.getJsonObject("recurrence");
        return series.getJsonArray("rdates").stream()
                .filter(id -> !series.getJsonArray("exdates").contains(id))
                .mapToLong(id -> moment((String) id, event) + start % 1000)
                .reduce(start, Math::min);
    }

    private static long moment(String id, JsonObject event) {
        var day = LocalDate.parse(id.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
        return id.length() == 8
                ? day.atStartOfDay(ZoneId.of(event.getString("timezone"), ZoneId.SHORT_IDS))
                        .toInstant()
                        .toEpochMilli()
                : day.atTime(LocalTime.parse(id.substring(9, 15), DateTimeFormatter.ofPattern("HHmmss")))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
    }

    /// The stored end: of a series that of its last occurrence, or the largest number.
    private static long end(JsonObject event) {
        return isSeries(event)
                ? Objects.requireNonNullElse(event.getJsonObject("recurrence").getLong("last_end"), Long.MAX_VALUE)
                : event.getLong("end_time");
    }

    private static boolean isSeries(JsonObject event) {
        return event.containsKey("recurrence")
                && event.getJsonObject("recurrence").getString("kind").equals("series");
    }

    /// What is stored beside a series repeats what its event has; beside other events there is nothing.
    private void checkSeries(ResultSet row, JsonObject event) throws SQLException {
        try (var select = connection.prepareStatement(
                "select head, organizer, edit_tag, search from series where event_id = ?")) {
            select.setString(1, row.getString(1));
            try (var rows = select.executeQuery()) {
                assertEquals(isSeries(event), rows.next(), event::encode);
                if (isSeries(event)) {
                    assertTrue(row.getString(2).startsWith(rows.getString(1) + ",\"recurrence\":"), event::encode);
                    assertEquals(row.getString(7), rows.getString(2), event::encode);
                    assertEquals(row.getString(5), rows.getString(3), event::encode);
                    assertEquals(row.getString(6), rows.getString(4), event::encode);
                }
            }
        }
    }

    private void checkPeople(JsonObject event) {
        for (var each : event.getJsonArray("attendees")) {
            var attendee = (JsonObject) each;
            var account = accounts.get(Accounts.address(attendee.getString("email")));
            if (account != null) {
                assertEquals(account.getString("name"), attendee.getString("name"), event::encode);
                assertEquals(account.getString("id"), attendee.getString("id"), event::encode);
            }
        }
    }

    private void checkInvitations(JsonObject event) throws SQLException {
        var stored = new TreeSet<String>();
        try (var select = connection.prepareStatement(
                "select address, declined, tentative, starts_at, ends_at from invitation where event_id = ?")) {
            select.setString(1, key(event));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    stored.add(rows.getString(1) + " " + rows.getBoolean(2) + " " + rows.getBoolean(3) + " "
                            + rows.getLong(4) + " " + rows.getLong(5));
                }
            }
        }
        var told = new TreeSet<String>();
        for (var each : event.getJsonArray("attendees")) {
            var attendee = (JsonObject) each;
            var status = attendee.getString("status");
            told.add(Accounts.address(attendee.getString("email")) + " " + status.equals("declined") + " "
                    + Set.of("tentative", "yet_to_respond").contains(status) + " " + begin(event) + " "
                    + end(event));
        }
        assertEquals(told, stored, event::encode);
    }

    private void checkAttachments(JsonObject event) throws SQLException {
        List<String> stored = new ArrayList<>();
        try (var select = connection.prepareStatement("select a.id, a.name, a.size, a.content_type"
                + " from attachment_link l join attachment a on a.id = l.attachment_id where l.holder = ?"
                + " order by l.position")) {
            select.setString(1, key(event));
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    stored.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getLong(3) + " "
                            + rows.getString(4));
                }
            }
        }
        assertEquals(stored, files(event.getJsonArray("attachments")), event::encode);
    }

    private static List<String> files(JsonArray attachments) {
        return attachments.stream()
                .map(JsonObject.class::cast)
                .map(file -> file.getString("fileId") + " " + file.getString("fileName") + " " + file.getLong("size")
                        + " " + file.getString("contentType"))
                .toList();
    }
}

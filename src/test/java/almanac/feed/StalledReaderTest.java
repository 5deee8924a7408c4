package almanac.feed;

import static almanac.feed.Dashboard.LOG;

import almanac.log.tail.LogTail;
import almanac.testing.SseClient;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/// What tests of readers that take nothing share: streams that begin with more than the buffers of a connection
/// hold, in messages that are no longer than 64 KiB.
abstract class StalledReaderTest extends FeedTest {
    private static final int MANY = 500;
    private static final int SIZE = 40_000;

    @Inject
    DataSource database;

    @Inject
    LogTail tail;

    /// Writes much into the log, and waits until it has been followed: what is written while a stream begins would
    /// wait in it, and be too much for another reason.
    ///
    /// @return a cursor from before
    String missed() throws SQLException {
        var cursor = own.cursor(LOG);
        HandMadeChange.many(database, own.user().zuid(), MANY, SIZE, clock.millis());
        var last = lastPosition();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> tail.settled() >= last);
        return cursor;
    }

    /// A stream of the log that goes on from a cursor, and is not read.
    SseClient idle(String cursor) {
        return SseClient.openIdle(SseClient.request(service, LOG)
                .header("Authorization", "Bearer " + own.user().token())
                .header("Last-Event-ID", cursor));
    }

    private long lastPosition() throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select max(position) from change")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}

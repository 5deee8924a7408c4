package almanac.feed;

import static almanac.feed.Dashboard.LOG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.DocumentedAnswers;
import almanac.testing.EmbeddedDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// A page of the log is bounded in what it weighs, too.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class LargePagesTest extends FeedTest {
    private static final int MANY = 60;
    private static final int LARGE = 200_000;

    @Inject
    DataSource log;

    @Test
    @DisplayName("1.2 a page of large changes ends early, and the next goes on where it ended")
    void aPageOfLargeChangesEndsEarly() throws Exception {
        var user = Api.user();
        var cursor = user.call().get(LOG).jsonPath().getString("cursor");
        HandMadeChange.many(log, user.zuid(), MANY, LARGE, clock.millis());
        var ids = new ArrayList<String>();
        var pages = 0;
        boolean more;
        do {
            // What a test writes into the log by hand is no event that the document describes.
            var answer = user.call()
                    .noFiltersOfType(DocumentedAnswers.class)
                    .get(LOG + "?limit=1000&since=" + cursor)
                    .asString();
            assertTrue(answer.length() < 4_500_000, "a page has " + answer.length() + " characters");
            var page = io.restassured.path.json.JsonPath.from(answer);
            assertFalse(page.getList("data").isEmpty());
            ids.addAll(page.getList("data.id"));
            cursor = page.getString("cursor");
            more = page.getBoolean("more");
            pages++;
        } while (more);
        assertEquals(IntStream.rangeClosed(1, MANY).mapToObj(Integer::toString).toList(), ids);
        assertTrue(pages >= 3, pages + " pages");
    }
}

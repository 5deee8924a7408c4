package almanac.mail.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.log.tail.LogTail;
import almanac.mail.journal.MailJournal.Followed;
import almanac.storage.database.Statements;
import almanac.storage.database.Transactions;
import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MailBox;
import almanac.testing.Storage;
import almanac.testing.WithMail;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// How far the log was followed, over nodes that have read it as far as others, or less.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(WithMail.class)
class MailJournalTest {
    private static final String DONE = "select split_part(done_to, ' ', 1)::bigint from job where name = 'mail'";

    @Inject
    MailJournal journal;

    @Inject
    Transactions transactions;

    @Inject
    LogTail tail;

    @Inject
    Storage storage;

    @Inject
    Clock clock;

    MailBox box;

    @Test
    @DisplayName(
            "7.3 and 7.7 a node that has read less of the log than another, or has just started, tells nothing again")
    void aNodeThatIsBehindTellsNothingAgain() throws Throwable {
        var owner = Api.user();
        var guest = "guest-" + owner.email();
        var event = tomorrow("Tea");
        event.put("attendees", List.of(guest));
        Api.create(owner, event);
        box.await(guest, 1);
        followed();
        var done = storage.count(DONE);
        for (var settled : List.of(0L, done - 1, done)) {
            assertEquals(Followed.WHOLLY, step(settled));
            assertEquals(done, storage.count(DONE));
        }
        Api.create(owner, tomorrow("Next"));
        followed();
        assertEquals(0, storage.count("select count(*) from mail"));
        assertEquals(1, box.to(guest).size());
    }

    private Map<String, Object> tomorrow(String title) {
        var event = new HashMap<>(Api.event(title));
        event.put("start_time", clock.millis() + Api.DAY);
        event.put("end_time", clock.millis() + Api.DAY + Api.MINUTE);
        return event;
    }

    private void followed() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> storage.count(DONE) == storage.count("select max(position) from change"));
    }

    /// A step of a node that has read so much; it is taken again where the scheduler has the log just now.
    private Followed step(long settled) throws Throwable {
        var step = Followed.ELSEWHERE;
        while (step == Followed.ELSEWHERE) {
            step = VertxContextSupport.subscribeAndAwait(
                    () -> transactions.write(session -> journal.step(Statements.in(session), settled)));
        }
        return step;
    }
}

package almanac.event.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.access.account.Account;
import almanac.event.upkeep.DocumentRefresher;
import almanac.testing.Api;
import almanac.testing.Documents;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.SseClient;
import almanac.testing.Storage;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A stored document is at all times what it would be if it were made anew.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class DocumentsTest {
    @Inject
    DataSource database;

    @Inject
    Storage storage;

    @Inject
    DocumentRefresher refresher;

    @TestHTTPResource("/")
    URI service;

    @AfterEach
    void everyDocumentIsWhatItWouldBeIfItWereMadeAnew() throws SQLException {
        assertTrue(Documents.check(database) > 0);
    }

    @Test
    void followsEveryChangeOfAnEvent() {
        var user = Api.user();
        var guest = Api.user();
        var file = Api.upload(user, "a.txt", "content");
        var made = Api.create(user, Api.event("Tea", "attendees", List.of(guest.email(), "Nobody@example.org")));
        Api.edit(user, made.get("id"), Map.of("attachment_ids", List.of(file), "title", "Σίσυφος \"q\" \\ \u0001 😀"))
                .then()
                .statusCode(200);
        Api.answer(guest, made.get("id"), "declined").then().statusCode(200);
        var other = Api.calendar(user, "Other");
        Api.edit(user, made.get("id"), Map.of("calendar_id", other.get("calendar_id"), "attachment_ids", List.of()))
                .then()
                .statusCode(200);
    }

    @Test
    void namesAnAccountThatComesAfterTheInvitation() throws Exception {
        var user = Api.user();
        var email = "Later-" + UUID.randomUUID() + "@example.org";
        var made = Api.create(user, Api.event("Tea", "attendees", List.of(email)));
        try (var stream = SseClient.open(
                service, "/api/v2/events?from=" + Api.TEN + "&to=" + (Api.TEN + Api.DAY), user.token())) {
            stream.until("ready");
            var later = Api.user(email.toLowerCase(java.util.Locale.ROOT), "Later");
            var attendee = Map.of("status", "yet_to_respond", "name", "Later", "email", email, "id", later.zuid());
            assertEquals(List.of(attendee), Api.read(user, made).get("attendees"));
            assertEquals(List.of("attendees"), stream.next("update").get("changed"));
            assertEquals("Tea", Api.read(later, made).get("title"));
        }
        assertEquals(List.of("created", "edited"), storage.reasonsOf(made.get("id")));
    }

    @Test
    void followsAnAccountThatIsRenamed() {
        var user = Api.user();
        var guest = Api.user();
        var made = Api.create(user, Api.event("Tea", "attendees", List.of(guest.email())));
        var renamed = new Account(Long.parseLong(guest.zuid()), guest.email(), "Renamed", "UTC", null);
        storage.run("update account set name = 'Renamed', documents_behind = true where zuid = " + guest.zuid());
        refresher.followUp().await().atMost(Duration.ofSeconds(20));
        assertEquals("Renamed", ((Map<?, ?>) ((List<?>) Api.read(user, made).get("attendees")).getFirst()).get("name"));
        assertEquals(0, storage.count("select count(*) from account where documents_behind"));
        // A later write names the account as it is now, though the node has met it under its former name.
        refresher.follow(renamed).await().atMost(Duration.ofSeconds(20));
        var another = Api.create(user, Api.event("Cake", "attendees", List.of(guest.email())));
        assertEquals("Renamed", ((Map<?, ?>) ((List<?>) another.get("attendees")).getFirst()).get("name"));
    }

    @Test
    void namesAnAccountAsItIsThoughAnotherNodeHasRenamedIt() {
        var user = Api.user();
        var guest = Api.user();
        Api.create(user, Api.event("Tea", "attendees", List.of(guest.email())));
        storage.run("update account set name = 'Elsewhere', documents_behind = true where zuid = " + guest.zuid());
        var made = Api.create(user, Api.event("Cake", "attendees", List.of(guest.email())));
        assertEquals("Elsewhere", ((Map<?, ?>) ((List<?>) made.get("attendees")).getFirst()).get("name"));
        refresher.followUp().await().atMost(Duration.ofSeconds(20));
    }
}

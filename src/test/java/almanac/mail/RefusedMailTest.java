package almanac.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Refusal;
import almanac.testing.Storage;
import almanac.testing.StubbornMailServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// Mails that the mail server does not take.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(RefusedMailTest.Stubborn.class)
class RefusedMailTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

    @Inject
    MovableClock clock;

    @Inject
    Storage storage;

    StubbornMailServer server;

    private User owner;
    private String guest;

    /// With a mail server that refuses.
    public static class Stubborn implements QuarkusTestProfile {
        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(Server.class));
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "almanac.quota.enabled", "false",
                    "quarkus.scheduler.start-mode", "normal",
                    "almanac.mail.per-minute", "3",
                    "almanac.mail.patience", "1s");
        }
    }

    /// Starts it.
    public static class Server implements QuarkusTestResourceLifecycleManager {
        private StubbornMailServer server;

        @Override
        public Map<String, String> start() {
            server = StubbornMailServer.start();
            return Map.of(
                    "quarkus.mailer.host", "127.0.0.1",
                    "quarkus.mailer.port", Integer.toString(server.port()),
                    "quarkus.mailer.from", "calendar@almanac.example.com",
                    "quarkus.mailer.mock", "false");
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(server, new TestInjector.MatchesType(StubbornMailServer.class));
        }

        @Override
        public void stop() {
            server.close();
        }
    }

    @BeforeEach
    void begin() {
        clock.set(MORNING);
        storage.run("delete from mail");
        storage.run("update mail_rate set minute = 0, sent = 0");
        owner = Api.user();
        guest = "guest-" + owner.email();
    }

    private void invite(String... guests) {
        invite("Tea", List.of(guests));
    }

    private void invite(String title, List<String> guests) {
        var event = new LinkedHashMap<>(Api.event(title));
        event.put("start_time", clock.millis() + Api.DAY);
        event.put("end_time", clock.millis() + Api.DAY + Api.MINUTE);
        event.put("attendees", guests);
        Api.create(owner, event);
    }

    private void awaitAttempts(int attempts) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> storage.count("select count(*) from mail where address = '" + guest
                                + "' and not is_taken and error is not null and attempts = " + attempts)
                        == 1);
    }

    private long taken(String address) {
        return server.taken().stream()
                .filter(mail -> mail.contains("To: " + address))
                .count();
    }

    private void awaitTaken(String address) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> taken(address) == 1);
    }

    @Test
    @DisplayName(
            "7.4 a refused mail is tried again after 1, 2, 4, 8 and 16 minutes, then given up, seen and sent on demand")
    void refusedMailIsGivenUp() {
        server.answers("550 no such person");
        invite(guest);
        for (var attempt = 1; attempt <= 5; attempt++) {
            awaitAttempts(attempt);
            clock.advance(Duration.ofMinutes(1L << (attempt - 1)).minusMillis(1));
            assertEquals(0, storage.count("select count(*) from mail where due_at <= " + clock.millis()));
            clock.advance(Duration.ofMillis(1));
        }
        awaitAttempts(6);
        var failed = Api.admin().queryParam("state", "failed").get("/admin/mails");
        assertEquals(List.of(guest), failed.path("data.email"));
        assertEquals(List.of("invitation"), failed.path("data.kind"));
        assertTrue(failed.<List<String>>path("data.error").getFirst().contains("550"), failed.asString());
        assertEquals(
                List.of(),
                Api.admin().queryParam("state", "waiting").get("/admin/mails").path("data"));

        server.answers("250 OK");
        var id = failed.<List<String>>path("data.id").getFirst();
        Api.admin().post("/admin/mails/{id}/retry", id).then().statusCode(204);
        awaitTaken(guest);
        Awaitility.await()
                .until(() ->
                        Api.admin().get("/admin/mails").<List<?>>path("data").isEmpty());
        Refusal.check(Api.admin().post("/admin/mails/{id}/retry", id), 404);
    }

    @Test
    @DisplayName("7.4 a greylisted mail, and one that a slow server did not take, comes once the server takes it")
    void greylistedAndSlow() {
        server.answers("450 greylisted");
        invite(guest);
        awaitAttempts(1);
        server.saysNothing();
        clock.advance(Duration.ofMinutes(1));
        awaitAttempts(2);
        assertEquals(
                List.of("no answer within 1000 ms"),
                Api.admin().queryParam("state", "waiting").get("/admin/mails").path("data.error"));
        server.answers("250 OK");
        clock.advance(Duration.ofMinutes(2));
        awaitTaken(guest);
        var mail = server.taken().getLast();
        assertTrue(mail.contains("Auto-Submitted: auto-generated"), mail);
        assertFalse(mail.contains("/answer/"), "no address of the service is set");
        assertEquals(
                List.of(),
                Api.admin().queryParam("state", "waiting").get("/admin/mails").path("data"));
    }

    @Test
    @DisplayName("7.4 each line of a mail ends in CRLF, and a title comes as it is")
    void lines() throws MessagingException {
        server.answers("250 OK");
        var title = "🎉 Fête\r\nBcc: x " + "𝒜é".repeat(60);
        invite(title, List.of(guest));
        awaitTaken(guest);
        var mail = server.taken().getLast();
        assertFalse(mail.replace("\r\n", "").contains("\n"), mail);
        assertTrue(mail.lines().allMatch(line -> line.length() <= 998), mail);
        var message = new MimeMessage(null, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)));
        assertTrue(
                message.getSubject().startsWith("Invitation: 🎉 Fête Bcc: x " + "𝒜é".repeat(60) + ", "),
                message.getSubject());
        assertEquals(1, message.getHeader("Subject").length);
        assertNull(message.getHeader("Bcc"));
    }

    @Test
    @DisplayName("7.4 a mail that a server broke off, or was not there for, comes once when it is back")
    void brokenOffAndAway() {
        server.breaksOff();
        invite(guest);
        awaitAttempts(1);
        server.goesAway();
        clock.advance(Duration.ofMinutes(1));
        awaitAttempts(2);
        server.comesBack();
        clock.advance(Duration.ofMinutes(2));
        awaitTaken(guest);
        assertEquals(
                List.of(),
                Api.admin().queryParam("state", "waiting").get("/admin/mails").path("data"));
    }

    @Test
    @DisplayName("7.4 at most so many mails are sent in a minute")
    void soManyAMinute() {
        server.answers("250 OK");
        invite("a-" + guest, "b-" + guest, "c-" + guest, "d-" + guest);
        awaitTaken("a-" + guest);
        awaitTaken("b-" + guest);
        awaitTaken("c-" + guest);
        Awaitility.await().until(() -> storage.count("select count(*) from mail") == 1);
        assertEquals(0, taken("d-" + guest));
        clock.advance(Duration.ofMinutes(1));
        awaitTaken("d-" + guest);
    }
}

package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import almanac.testing.Api;
import almanac.testing.DocumentedAnswers;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.MovableClock;
import almanac.testing.Narrow;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The brake on guesses, as an address feels it that has guessed too often.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class AdministratorBrakeTest {
    private static final int GUESSES = 31;

    private final MovableClock clock;

    AdministratorBrakeTest(MovableClock clock) {
        this.clock = clock;
    }

    @Test
    void aRightGuessOfTheAdministratorsTokenIsToldNothingElseThanAWrongOne() throws Exception {
        try (var client = from("127.0.0.31")) {
            guess(client, "/admin/accounts");
            assertEquals(429, status(client, "/admin/accounts", "another-wrong-token"));
            assertEquals(429, status(client, "/admin/accounts", Api.ADMIN_TOKEN));
            clock.advance(Duration.ofMinutes(1));
            assertEquals(200, status(client, "/admin/accounts", Api.ADMIN_TOKEN));
        }
    }

    @Test
    void soIsARightGuessOfAFeedToken() throws Exception {
        String feed = Api.user()
                .send(Map.of())
                .post("/api/v2/feed_tokens")
                .then()
                .statusCode(200)
                .extract()
                .path("data.token");
        var changes = "/api/v2/changes?feed_token=" + feed;
        try (var client = from("127.0.0.32")) {
            assertEquals(200, status(client, changes, "none"));
            guess(client, "/api/v2/changes");
            assertEquals(429, status(client, changes, "none"));
            clock.advance(Duration.ofMinutes(1));
            assertEquals(200, status(client, changes, "none"));
        }
    }

    @Test
    void anAccessTokenIsBeyondGuessingAndServedAllTheSame() throws Exception {
        var user = Api.user();
        try (var client = from("127.0.0.33")) {
            guess(client, "/api/v2/calendars");
            assertEquals(429, status(client, "/api/v2/calendars", "another-wrong-token"));
            assertEquals(200, status(client, "/api/v2/calendars", user.token()));
        }
    }

    private static HttpClient from(String address) throws IOException {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.getByName(address))
                .build();
    }

    private static void guess(HttpClient client, String path) throws Exception {
        for (var guess = 1; guess <= GUESSES; guess++) {
            assertEquals(guess == GUESSES ? 429 : 401, status(client, path, "wrong-" + guess));
        }
    }

    private static int status(HttpClient client, String path, String token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
                .header("Authorization", "Bearer " + token)
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        DocumentedAnswers.hold(response);
        return response.statusCode();
    }
}

package almanac.access.ledger;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.RedisServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A service that refuses what it cannot count (several nodes and identity, 2.5).
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(RedisClosedTest.Closed.class)
class RedisClosedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    RedisServer redis;

    public static class Closed implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("almanac.quota.when-away", "closed", "almanac.quota.redis.timeout", "2s");
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(RedisService.class));
        }
    }

    @Test
    void whatCannotBeCountedIsAnswered503UntilRedisIsBack() {
        var user = Api.user();
        var locked = Api.user();
        // The first connection of a process may take longer than a decision may.
        await().atMost(PATIENCE).until(() -> list(user).extract().statusCode() == 200);
        for (var request = 0; request < 20; request++) {
            list(locked).statusCode(200);
        }
        list(locked).statusCode(429);
        redis.kill();
        for (var request = 0; request < 30; request++) {
            list(user)
                    .statusCode(503)
                    .body("code", equalTo("quota_unavailable"))
                    .header("Retry-After", "1")
                    .header("RateLimit", "\"list-calendars\";r=0");
        }
        list(locked).statusCode(429);
        Api.as(user.token()).get("/api/v2/quota").then().statusCode(200);
        redis.startAgain();
        await().atMost(PATIENCE).until(() -> list(user).extract().statusCode() == 200);
        list(locked).statusCode(429);
    }

    private static ValidatableResponse list(User user) {
        return Api.as(user.token()).get("/api/v2/calendars").then();
    }
}

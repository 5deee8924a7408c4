package almanac.admin;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.Metrics;
import almanac.testing.Narrow;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// How often the administrator's calls are taken.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
@TestProfile(Narrow.class)
class RateLimitTest {
    private static final String REJECTED =
            "ft_ratelimit_calls_total{method=\"almanac.admin.AdminResource.revoke\",rateLimitResult=\"rejected\"";

    @TestHTTPResource("/")
    URI service;

    @Test
    void oneCallTooManyIsRefusedAndTheOthersGoOn() {
        for (var call = 0; call < 3; call++) {
            assertEquals(404, revoke().statusCode());
        }
        var refused = revoke();
        refused.then().statusCode(429).body("code", equalTo("too_many_calls"));
        assertTrue(Integer.parseInt(refused.header("Retry-After")) >= 1, refused.header("Retry-After"));
        var user = Api.user();
        user.call().get("/api/v2/calendars").then().statusCode(200);
        assertEquals(1, Metrics.of(Management.address()).sum(REJECTED));
    }

    private static Response revoke() {
        return Api.admin().delete("/admin/tokens/{id}", Long.MAX_VALUE);
    }
}

package almanac.feed;

import almanac.testing.Management;
import almanac.testing.Metrics;
import almanac.testing.MovableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What tests of feeds begin with: a user of their own, on a morning that ends with the test.
abstract class FeedTest {
    static final Instant MORNING = Instant.parse("2026-03-02T09:00:00Z");

    @Inject
    MovableClock clock;

    @TestHTTPResource("/")
    URI service;

    Dashboard own;

    @BeforeEach
    void aUser() {
        clock.set(MORNING);
        own = Dashboard.at(service);
    }

    @AfterEach
    void backToTheStart() {
        clock.set(MORNING);
    }

    double metric(String name) {
        return Metrics.of(Management.address()).sum(name);
    }
}

package almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Installation;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged service that is not told well what to do: one line, the status 1, and never a stack
/// trace.
class StartIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -Dalmanac.quota.limit=many           | almanac.quota.limit is "many", which is not a whole number
            -Dalmanac.database.url=db            | almanac.database.url is not the address of a PostgreSQL
            -Dalmanac.admin.token=sesame-open-it | almanac.admin.token is too short
            -Dalmanac.feed.queue=3000000000      | almanac.feed.queue is "3000000000", which is not a whole number
            -Dalmanac.change.poll-interval=PT0.0001S | almanac.change.poll-interval is "PT0.0001S", which is not a duration
            -Dalmanac.upstream.encryption-key=sesame | almanac.upstream.encryption-key must be base64 of 32 bytes
            -Dalmanac.nonsense=1                 | There is no setting almanac.nonsense
            -Dalmanac.dmo=1                      | There is no setting almanac.dmo; did you mean almanac.demo?
            -Dalmanac.quota.store=redis          | almanac.quota.store is "redis", and almanac.quota.redis.url is not set
            -Dalmanac.quota.store=disk           | almanac.quota.store is "disk", which is not one of memory, database, redis
            -Dalmanac.quota.limits=9             | There is no setting almanac.quota.limits; did you mean almanac.quota.limit?
            """)
    void aWrongSettingIsOneLine(String setting, String sentence) throws Exception {
        var data = Installation.freshData();
        try (var service = Installation.launch(List.of(), data, setting)) {
            assertEquals(1, service.exit(SOON), service.output());
            assertFalse(service.output().contains("sesame"), service.output());
            // Nothing was unpacked or started.
            assertEquals(0, Objects.requireNonNull(data.toFile().list()).length);
            var lines = service.output()
                    .lines()
                    .filter(line -> !line.startsWith("Picked up "))
                    .toList();
            assertEquals(1, lines.size(), service.output());
            assertTrue(lines.getFirst().startsWith("Almanac cannot start. " + sentence), service.output());
        }
    }

    @Test
    @DisabledIfSystemProperty(
            named = "almanac.native",
            matches = "true",
            disabledReason = "it has no database to start on")
    void aWrongSettingOfQuarkusIsNamedToo() throws Exception {
        try (var service = Installation.launch(List.of(), Installation.freshData(), "-Dquarkus.http.io-threads=few")) {
            assertEquals(1, service.exit(SOON), service.output());
            assertTrue(
                    service.output()
                            .contains("Almanac cannot start. quarkus.http.io-threads is \"few\", which is no value"
                                    + " for it; for example quarkus.http.io-threads=8"),
                    service.output());
            assertFalse(service.output().contains("\tat "), service.output());
        }
    }

    @Test
    void everySettingThatIsWrongIsToldInOneStart() throws Exception {
        try (var service = Installation.launch(
                List.of(),
                Installation.freshData(),
                "-Dalmanac.admin.token=short",
                "-Dalmanac.upstream.encryption-key=short",
                "-Dalmanac.quota.limit=0")) {
            assertEquals(1, service.exit(SOON), service.output());
            for (var name : List.of("almanac.admin.token", "almanac.upstream.encryption-key", "almanac.quota.limit")) {
                assertTrue(service.output().contains(name), service.output());
            }
        }
    }

    @Test
    @DisabledIfSystemProperty(
            named = "almanac.native",
            matches = "true",
            disabledReason = "it has no database to start on")
    void aStopDuringTheWarmUpIsNoFailure() throws Exception {
        var data = Installation.freshData();
        try (var service = Installation.start(data)) {
            var _ = service.terminate(STOP);
            assertFalse(service.output().contains(" ERROR "), service.output());
        }
    }

    @Test
    @DisabledIfSystemProperty(
            named = "almanac.native",
            matches = "true",
            disabledReason = "it has no database to start on")
    void aPortOfHealthAndMetricsThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = "-Dquarkus.management.port=" + taken.getLocalPort();
            try (var service = Installation.launch(
                    List.of(), Installation.freshData(), "-Dquarkus.management.host=127.0.0.1", port)) {
                assertEquals(1, service.exit(SOON), service.output());
                assertTrue(service.output().contains("for example quarkus.management.port=9001"), service.output());
                assertFalse(service.output().contains("\tat "), service.output());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis.example.com:6379", "http://:sesame@redis", "redis://:sesame open@redis"})
    void anAddressOfRedisThatIsNoneIsRefusedAndNotRepeated(String url) throws Exception {
        try (var service = Installation.launch(
                List.of(),
                Installation.freshData(),
                "-Dalmanac.quota.store=redis",
                "-Dalmanac.quota.redis.url=" + url)) {
            assertEquals(1, service.exit(SOON), service.output());
            assertTrue(
                    service.output()
                            .contains("Almanac cannot start. almanac.quota.store is \"redis\", and"
                                    + " almanac.quota.redis.url is not the address of a Redis; for example"
                                    + " almanac.quota.redis.url=redis://redis.example.com:6379"),
                    service.output());
            assertFalse(service.output().contains("sesame"), service.output());
            assertFalse(service.output().contains("\tat "), service.output());
        }
    }

    @Test
    void aDirectoryForTemporaryFilesThatIsNotThereIsNamed() throws Exception {
        var data = Installation.freshData();
        var nowhere = data.resolve("nowhere");
        try (var service = Installation.launch(List.of(), data, "-Djava.io.tmpdir=" + nowhere)) {
            assertEquals(1, service.exit(SOON), service.output());
            assertTrue(
                    service.output()
                            .contains("Almanac cannot start. The directory for temporary files, " + nowhere
                                    + ", cannot be written to"),
                    service.output());
            assertFalse(service.output().contains("\tat "), service.output());
        }
    }
}

package almanac.mirror;

import static org.awaitility.Awaitility.await;

import almanac.testing.Api;
import almanac.testing.PackagedService;
import almanac.testing.TcpProxy;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Two real services: an account of one is mirrored by the other.
///
/// @param line leads from the mirror to the origin
/// @param there the account at the origin
/// @param here the account that is linked with it
record TwoServices(PackagedService origin, PackagedService mirror, TcpProxy line, Side there, Side here)
        implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    static TwoServices start(String name) throws IOException {
        var origin = PackagedService.start(
                name + "-origin", settings(name + "-origin", Map.of("almanac.quota.enabled", "false")));
        var mirror = PackagedService.start(
                name + "-mirror",
                settings(
                        name + "-mirror",
                        Map.of(
                                "almanac.quota.enabled", "false",
                                "almanac.upstream.encryption-key", KEY,
                                "almanac.upstream.allowed-hosts", "127.0.0.1",
                                "almanac.upstream.quota.limit", "100000",
                                "almanac.upstream.poll.tick", "100ms",
                                "almanac.upstream.poll.idle", "500ms",
                                "almanac.upstream.poll.watched", "300ms",
                                "almanac.upstream.poll.longest", "1s",
                                "almanac.upstream.call-timeout", "3s")));
        var line = TcpProxy.to(origin.address().getPort());
        var there = Side.at(origin, "olga@example.com");
        var here = Side.at(mirror, "olga@example.com");
        Side.as(mirror, Api.ADMIN_TOKEN)
                .contentType(ContentType.JSON)
                .body(Map.of("base_url", "http://127.0.0.1:" + line.port(), "access_token", there.token()))
                .put("/admin/accounts/{zuid}/upstream", here.zuid())
                .then()
                .statusCode(200);
        var both = new TwoServices(origin, mirror, line, there, here);
        await().atMost(PATIENCE).until(() -> both.link().get("last_success") != null);
        return both;
    }

    @Override
    public void close() {
        line.close();
        mirror.close();
        origin.close();
    }

    private Map<String, Object> link() {
        return Side.as(mirror, Api.ADMIN_TOKEN)
                .get("/admin/accounts/{zuid}/upstream", here.zuid())
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private static Map<String, String> settings(String name, Map<String, String> more) throws IOException {
        var settings = new LinkedHashMap<>(more);
        settings.put(
                "almanac.data",
                Files.createTempDirectory(Path.of("target").toAbsolutePath(), "mirror-" + name + "-")
                        .toString());
        settings.put("almanac.database.patience", "20s");
        settings.put("almanac.database.silent-for", "20s");
        return settings;
    }
}

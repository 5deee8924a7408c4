package almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.DocumentedAnswers;
import almanac.testing.Installation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// The packaged service with a certificate, and nothing but settings to make it use that.
@DisabledIfSystemProperty(named = "almanac.native", matches = "true", disabledReason = "it has no database to start on")
class TlsIT {
    private static final String PASSWORD = "changeit";
    private static final Pattern TOKEN = Pattern.compile("mara@example\\.com +(alm_\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void speaksHttp2OverTlsAndNothingElse() throws Exception {
        var data = Installation.freshData();
        var store = data.resolve("store.p12");
        makeCertificate(store);
        try (var service = Installation.start(
                        data,
                        "-Dalmanac.demo=true",
                        "-Dquarkus.http.ssl-port=0",
                        "-Dquarkus.http.insecure-requests=disabled",
                        "-Dquarkus.tls.key-store.p12.path=" + store,
                        "-Dquarkus.tls.key-store.p12.password=" + PASSWORD);
                var client = client(store)) {
            assertTrue(service.address().startsWith("https://localhost:"), service.address());
            var token = TOKEN.matcher(service.output());
            assertTrue(token.find(), service.output());
            answers(client, service, token.group(1));
            streams(client, service, token.group(1));
            refusesWhatIsTooLarge(client, service, token.group(1));
        }
    }

    private static void answers(HttpClient client, Installation service, String token) throws Exception {
        var answer =
                client.send(request(service, token, "application/json").GET().build(), BodyHandlers.ofString());
        isFine(answer);
        assertTrue(answer.body().startsWith("{\"data\":["), answer.body());
    }

    private static void streams(HttpClient client, Installation service, String token) throws Exception {
        var answer =
                client.send(request(service, token, "text/event-stream").GET().build(), BodyHandlers.ofLines());
        isFine(answer);
        try (Stream<String> lines = answer.body()) {
            assertTrue(lines.anyMatch("event: ready"::equals), "it is live");
        }
    }

    /// The connection goes on, for the other streams on it.
    private static void refusesWhatIsTooLarge(HttpClient client, Installation service, String token) throws Exception {
        var large = request(service, token, "application/json")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(new byte[1 << 20 | 1]))
                .build();
        var refused = client.send(large, BodyHandlers.ofString());
        DocumentedAnswers.hold(refused);
        assertEquals(413, refused.statusCode());
        answers(client, service, token);
    }

    private static void isFine(HttpResponse<?> answer) {
        DocumentedAnswers.hold(answer);
        assertEquals(200, answer.statusCode());
        assertEquals(Version.HTTP_2, answer.version());
    }

    private static HttpRequest.Builder request(Installation service, String token, String accept) {
        return HttpRequest.newBuilder(URI.create(service.address() + "/api/v2/events"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept);
    }

    private static HttpClient client(Path store) throws Exception {
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("service", keys.getCertificate("service"));
        var trusting = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusting.init(trust);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trusting.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .connectTimeout(PATIENCE)
                .build();
    }

    private static void makeCertificate(Path store) throws IOException, InterruptedException {
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, keytool.waitFor());
        assertTrue(Files.exists(store));
    }
}

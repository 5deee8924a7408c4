package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.PackagedService;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pages of another origin, where one is configured as docs/configuration.md says.
class CorsIT {
    private static final String DASHBOARD = "https://dashboard.example.com";
    private static final String EVENTS = "/api/v2/events";

    @TempDir
    private static Path data;

    private static PackagedService service;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        service = PackagedService.start(
                "cors",
                Map.of(
                        "almanac.data",
                        data.toString(),
                        "quarkus.http.cors.enabled",
                        "true",
                        "quarkus.http.cors.origins",
                        DASHBOARD));
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    @DisplayName("5.2 a page of a configured origin reads the header fields that a client needs")
    void aPageReadsTheHeaderFields() throws Exception {
        var answer = send("GET", Map.of("Origin", DASHBOARD));
        assertEquals(401, answer.statusCode());
        assertEquals(Optional.of(DASHBOARD), answer.headers().firstValue("Access-Control-Allow-Origin"));
        var exposed = names(answer, "Access-Control-Expose-Headers");
        List.of("Almanac-Cursor", "ETag", "RateLimit", "RateLimit-Policy", "Retry-After", "Content-Disposition")
                .forEach(name -> assertTrue(exposed.contains(name), () -> name + " in " + exposed));
    }

    @Test
    @DisplayName("5.2 a page of a configured origin may send every header field of a call")
    void aPageSendsTheHeaderFields() throws Exception {
        var asked = "authorization,content-type,idempotency-key,if-match,if-none-match,last-event-id";
        var answer = send(
                "OPTIONS",
                Map.of(
                        "Origin", DASHBOARD,
                        "Access-Control-Request-Method", "PUT",
                        "Access-Control-Request-Headers", asked));
        assertEquals(200, answer.statusCode());
        assertTrue(names(answer, "Access-Control-Allow-Methods").contains("PUT"));
        var allowed = names(answer, "Access-Control-Allow-Headers");
        List.of(asked.split(",")).forEach(name -> assertTrue(allowed.contains(name), () -> name + " in " + allowed));
    }

    @Test
    @DisplayName("5.2 a page of another origin may read nothing")
    void aPageOfAnotherOriginReadsNothing() throws Exception {
        var answer = send("GET", Map.of("Origin", "https://elsewhere.example.com"));
        assertTrue(answer.headers().firstValue("Access-Control-Allow-Origin").isEmpty());
    }

    private static List<String> names(HttpResponse<String> answer, String header) {
        return answer.headers().allValues(header).stream()
                .flatMap(value -> Arrays.stream(value.split(" *, *")))
                .toList();
    }

    private static HttpResponse<String> send(String method, Map<String, String> headers)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(service.address().resolve(EVENTS)).method(method, BodyPublishers.noBody());
        headers.forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}

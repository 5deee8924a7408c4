package almanac.oracle;

import almanac.testing.Api;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// An account of the oracle, with a calendar of its own that no writer touches: an event in it, and its description,
/// are written at each check, and whoever has seen them has seen all that was written before.
///
/// @param name what failures call it
/// @param calendar the `id` of its default calendar
/// @param marker the `id` of the calendar of its marker
/// @param event the `id` of the event in that calendar
/// @param origin the cursor of the log before anything else was written
record Account(
        String name,
        String zuid,
        String email,
        String token,
        String calendar,
        String marker,
        String event,
        String origin) {
    private static final List<String> SCOPES = Api.ALL_SCOPES;
    private static final int UNAVAILABLE = 503;
    private static final int ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// The service could not answer in time.
    private static final class OverloadedException extends IllegalStateException {
        OverloadedException(Http.Answer answer) {
            super("not done: " + answer);
        }
    }

    /// Makes a new account; where the service is overloaded, another one.
    static Account make(URI node, int number, World world) {
        for (var attempt = 1; ; attempt++) {
            try {
                return attempt(node, number, world);
            } catch (OverloadedException overloaded) {
                if (attempt == ATTEMPTS) {
                    throw overloaded;
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static Account attempt(URI node, int number, World world) {
        var email = "o%d-%x@example.com".formatted(number, System.nanoTime());
        var name = "Account " + number;
        var made = ok(Http.admin(node, "/admin/accounts", Map.of("email", email, "name", name, "timezone", "UTC")));
        var zuid = made.at("/data/zuid").asText();
        var calendar = made.at("/data/calendar/id").asText();
        var token = ok(Http.admin(node, "/admin/accounts/" + zuid + "/tokens", Map.of("scopes", SCOPES)))
                .at("/data/access_token")
                .asText();
        var marker = ok(Http.send(node, "POST", "/api/v2/calendars", token, Map.of("name", "Marker")))
                .at("/data/0/id")
                .asText();
        var origin = ok(Http.get(node, "/api/v2/changes", token)).get("cursor").asText();
        ok(Http.send(node, "PUT", "/api/v2/calendars/" + calendar, token, Map.of("description", "to begin with")));
        ok(Http.send(node, "PUT", "/api/v2/calendars/" + marker, token, Map.of("description", "to begin with")));
        var event = ok(Http.send(node, "POST", "/api/v2/events", token, world.marker(marker, "to begin with")));
        return new Account(
                name,
                zuid,
                email,
                token,
                calendar,
                marker,
                event.at("/data/0/id").asText(),
                origin);
    }

    private static JsonNode ok(Http.Answer answer) {
        if (answer.status() == UNAVAILABLE) {
            throw new OverloadedException(answer);
        }
        if (!answer.isDone()) {
            throw new IllegalStateException("not done: " + answer);
        }
        return answer.body();
    }
}

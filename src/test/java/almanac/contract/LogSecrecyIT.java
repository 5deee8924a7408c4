package almanac.contract;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.Installation;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/// No token, no address, no search and nothing else that a client chose stands in a log, however much is
/// logged.
@DisabledIfSystemProperty(
        named = "almanac.native",
        matches = "true",
        disabledReason = "the log of its database is none of its own")
class LogSecrecyIT {
    /// Part of every text below that no log may hold.
    private static final String MARK = "s3cr3t";

    @Test
    void noLogHoldsWhatAClientChose() throws Exception {
        var data = Installation.freshData();
        try (var service = Installation.start(
                data, "-Dquarkus.log.level=DEBUG", "-Dalmanac.admin.token=" + MARK + "-of-the-administrator")) {
            var tokens = call(service);
            // Whatever was asked before it is logged by then.
            service.call("x").put("/last-of-all").then().statusCode(404);
            await().until(() -> service.output().contains("\"PUT OTHER\" 404"));
            var logs = List.of(service.output(), Files.readString(data.resolve("postgres.log")));
            for (var log : logs) {
                assertEquals(
                        List.of(),
                        log.lines().filter(line -> line.contains(MARK)).toList());
                tokens.forEach(token -> assertFalse(log.contains(token), "a token is in a log"));
            }
            assertTrue(logs.getFirst().contains("\"PUT /api/v2/calendars/{id}/shares/{email}\" 200"));
            assertTrue(logs.getFirst().contains("\"OTHER /api/v2/events\" 405"));
            assertTrue(logs.getFirst().contains("\"POST /oauth/v2/token\" 401"));
            assertTrue(logs.getFirst().contains(" DEBUG "));
        }
    }

    /// Makes calls that bring secrets in every place of a request, and answers the tokens that were given
    /// out.
    private static List<String> call(Installation service) throws IOException {
        var one = account(service, "one");
        var other = account(service, "other");
        // Taken already: the database refuses it.
        assertEquals(409, add(service, "one").statusCode());
        var calendar = service.call(one).get("/api/v2/calendars").jsonPath().getString("data[0].id");
        var event = Api.event(MARK + " title", "attendees", List.of(MARK + "guest@example.com"));
        json(service, one, event).post("/api/v2/events").then().statusCode(200);
        json(service, one, Map.of("privilege", "view"))
                .put("/api/v2/calendars/" + calendar + "/shares/" + MARK + "other@example.com")
                .then()
                .statusCode(200);
        json(service, one, Map.of(MARK, 1)).post("/api/v2/events").then().statusCode(400);
        json(service, one, "{\"title\": \"" + MARK)
                .post("/api/v2/events")
                .then()
                .statusCode(400);
        json(service, one, Api.event("Tea", "type", MARK))
                .post("/api/v2/events")
                .then()
                .statusCode(400);
        service.call(one)
                .multiPart("files", MARK + ".txt", MARK.getBytes(StandardCharsets.UTF_8), "text/plain")
                .post("/api/v2/events/attachments")
                .then()
                .statusCode(200);
        String feed = json(service, one, Map.of())
                .post("/api/v2/feed_tokens")
                .jsonPath()
                .getString("data.token");
        RestAssured.given()
                .get(service.address() + "/api/v2/changes?feed_token=" + feed)
                .then()
                .statusCode(200);
        service.call(one).get("/api/v2/events?search=" + MARK).then().statusCode(200);
        var secrets = new ArrayList<>(List.of(one, other, feed));
        secrets.addAll(oauth(service, one));
        for (var path : List.of(
                "/api/v2/events?feed_token=" + MARK,
                "/api/v2/events?access_token=" + MARK,
                "/api/v2/events/" + MARK + "?calendar_id=" + MARK,
                "/api/v2/events;token=" + MARK,
                "/nowhere/" + MARK,
                "/page/" + MARK)) {
            service.call(MARK + "-unknown").urlEncodingEnabled(false).get(path);
            service.call(one).urlEncodingEnabled(false).get(path);
        }
        RestAssured.given().get(service.management() + "/q/health/group/" + MARK);
        RestAssured.given().get(service.management() + "/" + MARK + "?" + MARK + "=" + MARK);
        raw(service, "GET /" + MARK.repeat(2_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        raw(service, "GET / HTTP/1.1\r\nHost: x\r\nX: " + MARK.repeat(20_000) + "\r\n\r\n");
        raw(service, MARK + " / HTTP/1.1\r\nHost: " + MARK + "\r\nConnection: close\r\n\r\n");
        raw(service, MARK + " /api/v2/events HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        raw(service, "GET /" + MARK + "/%zz HTTP/1.1\r\nHost: x\r\n\r\n");
        raw(service, "GET /" + MARK + "\r\n\r\n");
        return secrets;
    }

    /// Goes all ways of OAuth with everything in the query, as clients of Zoho do, and answers what was given out.
    private static List<String> oauth(Installation service, String token) {
        var client = admin(
                service,
                "/admin/clients",
                Map.of("name", MARK, "scopes", Api.ALL_SCOPES, "redirect_uris", List.of("https://x.example/" + MARK)));
        String zuid = service.call(MARK + "-of-the-administrator")
                .get("/admin/accounts")
                .jsonPath()
                .getString("data[0].zuid");
        var grant = admin(
                service,
                "/admin/accounts/" + zuid + "/grants",
                Map.of("client_id", client.getString("data.client_id"), "scopes", Api.ALL_SCOPES));
        var shown = "client_id=" + client.getString("data.client_id") + "&client_secret="
                + client.getString("data.client_secret");
        var refresh = grant.getString("data.refresh_token");
        var access = post(service, "/oauth/v2/token?grant_type=refresh_token&" + shown + "&refresh_token=" + refresh)
                .jsonPath()
                .getString("access_token");
        for (var query : List.of(
                "token?grant_type=refresh_token&" + shown + "&refresh_token=alm_refresh_" + MARK,
                "token?grant_type=authorization_code&" + shown + "&redirect_uri=" + MARK + "&code=" + MARK,
                "token?grant_type=" + MARK + "&" + shown,
                "token?grant_type=" + MARK + "&client_id=" + MARK + "&client_secret=" + MARK,
                "token?grant_type=x&grant_type=" + MARK + "&" + shown,
                "token/revoke?token=" + MARK + "&" + shown,
                "token/revoke?token=" + access)) {
            post(service, "/oauth/v2/" + query);
        }
        RestAssured.given()
                .get(service.address() + "/oauth/v2/auth?response_type=code&client_id="
                        + client.getString("data.client_id") + "&redirect_uri=https://x.example/" + MARK + "&state="
                        + MARK);
        RestAssured.given()
                .contentType(ContentType.URLENC)
                .formParam("form", MARK)
                .formParam("token", token)
                .post(service.address() + "/oauth/v2/auth");
        return List.of(client.getString("data.client_secret"), refresh, access);
    }

    private static Response post(Installation service, String target) {
        return RestAssured.given().urlEncodingEnabled(false).post(service.address() + target);
    }

    private static JsonPath admin(Installation service, String path, Map<String, Object> body) {
        return json(service, MARK + "-of-the-administrator", body)
                .post(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String account(Installation service, String name) {
        String zuid = add(service, name).jsonPath().getString("data.zuid");
        return json(service, MARK + "-of-the-administrator", Map.of("scopes", Api.ALL_SCOPES, "label", MARK))
                .post("/admin/accounts/" + zuid + "/tokens")
                .jsonPath()
                .getString("data.access_token");
    }

    private static Response add(Installation service, String name) {
        var body = Map.of("email", MARK + name + "@example.com", "name", MARK, "timezone", "UTC");
        return json(service, MARK + "-of-the-administrator", body).post("/admin/accounts");
    }

    private static RequestSpecification json(Installation service, String token, Object body) {
        return service.call(token).contentType(ContentType.JSON).body(body);
    }

    private static void raw(Installation service, String request) throws IOException {
        var address = URI.create(service.address());
        try (var socket = new Socket("127.0.0.1", address.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            assertTrue(socket.getInputStream().read() >= 0);
        }
    }
}

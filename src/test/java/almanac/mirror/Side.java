package almanac.mirror;

import almanac.testing.Api;
import almanac.testing.PackagedService;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// An account on one of two services.
///
/// @param service where
record Side(PackagedService service, String zuid, String token) {
    static final long NOW = System.currentTimeMillis();
    static final long HOUR = 60 * Api.MINUTE;

    static Side at(PackagedService service, String email) {
        var made = as(service, Api.ADMIN_TOKEN)
                .contentType(ContentType.JSON)
                .body(Map.of("email", email, "name", "Olga", "timezone", "Europe/Berlin"))
                .post("/admin/accounts")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        var zuid = made.getString("data.zuid");
        String token = as(service, Api.ADMIN_TOKEN)
                .contentType(ContentType.JSON)
                .body(Map.of("scopes", Api.ALL_SCOPES))
                .post("/admin/accounts/{zuid}/tokens", zuid)
                .then()
                .statusCode(200)
                .extract()
                .path("data.access_token");
        return new Side(service, zuid, token);
    }

    RequestSpecification call() {
        return as(service, token);
    }

    Response create(String title) {
        return call().contentType(ContentType.JSON).body(body(title)).post("/api/v2/events");
    }

    Response edit(Map<String, Object> event, String title) {
        var body = body(title);
        body.put("edit_tag", event.get("edit_tag"));
        return call().contentType(ContentType.JSON).body(body).put("/api/v2/events/{id}", event.get("id"));
    }

    Response delete(Map<String, Object> event) {
        return call().queryParam("calendar_id", event.get("calendar_id"))
                .queryParam("edit_tag", event.get("edit_tag"))
                .delete("/api/v2/events/{id}", event.get("id"));
    }

    List<Map<String, Object>> events() {
        return call().queryParam("from", NOW)
                .queryParam("to", NOW + 10 * Api.DAY)
                .get("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    /// The titles, by the ids.
    Map<String, String> titles() {
        var titles = new TreeMap<String, String>();
        events().forEach(event -> titles.put((String) event.get("id"), (String) event.get("title")));
        return titles;
    }

    /// The starts and titles.
    List<String> atTimes() {
        return events().stream()
                .map(event -> event.get("start_time") + " " + event.get("title"))
                .toList();
    }

    RequestSpecification send(Map<String, Object> body) {
        return call().contentType(ContentType.JSON).body(body);
    }

    /// Makes a series once; answers its first occurrence.
    Map<String, Object> series(String title, String rule, String key) {
        return send(body(title, "recurrence_rule", rule))
                .header("Idempotency-Key", key)
                .post("/api/v2/events")
                .then()
                .statusCode(200)
                .extract()
                .path("data[0]");
    }

    /// Edits an occurrence here, or with it others of its series.
    Response part(Map<String, Object> event, String title, String scope, long later) {
        var body = body(title, "edit_tag", event.get("edit_tag"));
        body.put("start_time", ((Number) event.get("start_time")).longValue() + later);
        body.put("end_time", ((Number) event.get("end_time")).longValue() + later);
        if (scope == null) {
            return send(body).put("/api/v2/events/{id}", event.get("id"));
        }
        body.put("recurrence_id", recurrence(event));
        body.put("recurrence_edittype", scope);
        return send(body).put("/api/v2/events/{id}", series(event));
    }

    void remove(Map<String, Object> event, String scope) {
        call().queryParam("calendar_id", event.get("calendar_id"))
                .queryParam("edit_tag", event.get("edit_tag"))
                .queryParam("recurrence_id", recurrence(event))
                .queryParam("recurrence_edittype", scope)
                .delete("/api/v2/events/{id}", series(event))
                .then()
                .statusCode(204);
    }

    /// The id there of the series of an occurrence here.
    static String series(Map<String, Object> event) {
        var id = (String) event.get("id");
        return id.substring(0, id.indexOf('/'));
    }

    static String recurrence(Map<String, Object> event) {
        var id = (String) event.get("id");
        return id.substring(id.indexOf('/') + 1);
    }

    static Map<String, Object> body(String title, Object... more) {
        var body = body(title);
        for (var at = 0; at < more.length; at += 2) {
            body.put((String) more[at], more[at + 1]);
        }
        return body;
    }

    static RequestSpecification as(PackagedService service, String token) {
        return RestAssured.given()
                .baseUri(service.address().toString())
                .port(service.address().getPort())
                .header("Authorization", "Bearer " + token);
    }

    static Map<String, Object> body(String title) {
        var body = new LinkedHashMap<String, Object>();
        body.put("title", title);
        body.put("start_time", NOW + Api.DAY);
        body.put("end_time", NOW + Api.DAY + HOUR);
        body.put("timezone", "Europe/Berlin");
        return body;
    }
}

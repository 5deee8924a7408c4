package almanac.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the contract says a refused request is answered: the fixed text, the code, and the fields to
/// mend.
public final class Refusal {
    private static final Map<Integer, String> CODES = Map.ofEntries(
            Map.entry(400, "bad_request"),
            Map.entry(401, "invalid_token"),
            Map.entry(403, "permission_denied"),
            Map.entry(404, "not_found"),
            Map.entry(405, "method_not_allowed"),
            Map.entry(406, "not_acceptable"),
            Map.entry(408, "request_timeout"),
            Map.entry(409, "conflict"),
            Map.entry(412, "edit_tag_stale"),
            Map.entry(413, "too_large"),
            Map.entry(414, "uri_too_long"),
            Map.entry(415, "unsupported_media_type"),
            Map.entry(416, "range_not_satisfiable"),
            Map.entry(431, "headers_too_large"));

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(
                    400,
                    "The request cannot be performed. Usually because of malformed parameter or missing parameter."),
            Map.entry(401, "Request was rejected because of invalid AuthToken."),
            Map.entry(
                    403,
                    "The user does not have enough permission or possibly not an user of the respective organization"
                            + " to access the resource."),
            Map.entry(
                    404,
                    "The URL you've sent is wrong. It's possible that the resource you've requested has been moved to"
                            + " another URL."),
            Map.entry(
                    405,
                    "The requested resource does not support the HTTP method used. For example, requesting List of"
                            + " all customers API with PUT as the HTTP method."),
            Map.entry(
                    406,
                    "The response has been received but the requested response type is not supported by the browser."),
            Map.entry(408, "The request has not arrived in time."),
            Map.entry(409, "The request conflicts with what is already there."),
            Map.entry(412, "The resource has been changed since the edit_tag that was sent; nothing was done."),
            Map.entry(413, "The request is larger than the service takes."),
            Map.entry(414, "The URL of the request is longer than the service takes."),
            Map.entry(415, "The media type of the request's body is not supported."),
            Map.entry(416, "The resource has no such range of bytes."),
            Map.entry(431, "The header fields of the request are larger than the service takes."),
            Map.entry(429, "Too many requests within a certain time frame."));

    private Refusal() {}

    /// Checks that an answer is the refusal with a status, the status's own code and exactly these
    /// fields to mend.
    public static void check(Response answer, int status, String... fields) {
        check(answer, status, CODES.get(status), fields);
    }

    /// The same with a narrower code.
    public static void check(Response answer, int status, String code, String[] fields) {
        assertEquals(status, answer.statusCode(), () -> "status of " + answer.asString());
        var body = checkBody(answer.contentType(), answer.asString(), status, code);
        assertEquals(List.of(fields), body.getList("errors.field"), () -> "fields of " + answer.asString());
    }

    /// Checks that a request is refused since it says something that is not known.
    public static void extra(Response answer, String... fields) {
        check(answer, 400, "extra_param_found", fields);
    }

    /// Checks the body of a refusal with the status's own code.
    public static JsonPath checkBody(String contentType, String text, int status) {
        return checkBody(contentType, text, status, CODES.get(status));
    }

    private static JsonPath checkBody(String contentType, String text, int status, String code) {
        assertTrue(
                contentType != null && contentType.startsWith("application/json"),
                () -> "a refusal of type " + contentType + ": " + text);
        var body = new JsonPath(text);
        assertEquals(TEXTS.get(status), body.getString("message"));
        assertEquals(code, body.getString("code"), text);
        Map<String, Object> all = body.getMap("$");
        var expected =
                status == 412 ? Set.of("message", "code", "errors", "data") : Set.of("message", "code", "errors");
        assertEquals(expected, all.keySet());
        return body;
    }
}

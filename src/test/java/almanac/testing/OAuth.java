package almanac.testing;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api.User;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What tests do as a client of OAuth, and as the person whom it leads to the service.
public final class OAuth {
    /// Where the clients of the tests want people to be led back.
    public static final String REDIRECT = "https://client.example/back";

    /// The scopes of the clients, as clients of Zoho write them.
    public static final String SCOPES = String.join(",", Api.ALL_SCOPES);

    /// A verifier of PKCE.
    public static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0";

    private static final String AUTH = "/oauth/v2/auth";
    private static final String TOKEN = "/oauth/v2/token";
    private static final Pattern FORM = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private OAuth() {}

    /// A registered client.
    ///
    /// @param secret null for a public one
    public record Client(String id, @Nullable String secret) {
        /// Its parameters.
        public Map<String, String> parameters() {
            return secret == null ? Map.of("client_id", id) : Map.of("client_id", id, "client_secret", secret);
        }
    }

    /// A new confidential client.
    public static Client client() {
        return client(Map.of());
    }

    /// A new public client.
    public static Client publicClient() {
        return client(Map.of("confidential", false));
    }

    /// A new client with more fields than the least.
    public static Client client(Map<String, ?> more) {
        var body = new LinkedHashMap<String, Object>();
        body.put("name", "Board <b>");
        body.put("redirect_uris", List.of(REDIRECT));
        body.put("scopes", Api.ALL_SCOPES);
        body.putAll(more);
        var made = Api.admin()
                .body(body)
                .post("/admin/clients")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return new Client(made.getString("data.client_id"), made.getString("data.client_secret"));
    }

    /// What the administrator's grant of an account to a client answers.
    public static Map<String, Object> grant(User user, Client client) {
        return Api.admin()
                .body(Map.of("client_id", client.id(), "scopes", Api.ALL_SCOPES))
                .post("/admin/accounts/{zuid}/grants", user.zuid())
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    /// The refresh token of a new grant.
    public static String refreshToken(User user, Client client) {
        return String.valueOf(grant(user, client).get("refresh_token"));
    }

    /// A request to the token endpoint with its parameters in the form.
    public static Response token(Client client, String... parameters) {
        var all = new TreeMap<>(client.parameters());
        all.putAll(map(parameters));
        return form(all).post(TOKEN);
    }

    /// A request with a form.
    public static RequestSpecification form(Map<String, String> fields) {
        return given().contentType(ContentType.URLENC.withCharset("UTF-8")).body(query(fields));
    }

    /// A request to the token endpoint with all in the query, as clients of Zoho send it.
    public static Response tokenByQuery(String... parameters) {
        return given().post(URI.create("http://localhost:" + RestAssured.port + TOKEN + "?" + query(map(parameters))));
    }

    /// A token for a refresh token.
    public static Response refresh(Client client, String refreshToken) {
        return token(client, "grant_type", "refresh_token", "refresh_token", refreshToken);
    }

    /// A token for a code.
    public static Response exchange(Client client, String code, String... more) {
        var parameters =
                new TreeMap<>(Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", REDIRECT));
        if (client.secret() == null) {
            parameters.put("code_verifier", VERIFIER);
        }
        parameters.putAll(map(more));
        return token(client, flat(parameters));
    }

    /// The parameters with which a client leads a person here.
    public static Map<String, String> asking(Client client, String... more) {
        var parameters = new LinkedHashMap<>(Map.of(
                "client_id",
                client.id(),
                "redirect_uri",
                REDIRECT,
                "response_type",
                "code",
                "scope",
                SCOPES,
                "state",
                "st&te=1",
                "access_type",
                "offline"));
        if (client.secret() == null) {
            parameters.put("code_challenge", challenge(VERIFIER));
            parameters.put("code_challenge_method", "S256");
        }
        parameters.putAll(map(more));
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    /// Leads a person here.
    public static Response ask(Map<String, String> parameters) {
        return given().redirects().follow(false).queryParams(parameters).get(AUTH);
    }

    /// Sends the form of a page.
    public static Response send(String page, String... fields) {
        var all = new TreeMap<>(map(fields));
        all.put("form", signed(page));
        return form(all).redirects().follow(false).post(AUTH);
    }

    /// The signed form of a page.
    public static String signed(String page) {
        var found = FORM.matcher(page);
        assertTrue(found.find(), page);
        return found.group(1);
    }

    /// The page that asks a person, who has shown a token, to approve.
    public static String consent(User user, Map<String, String> parameters) {
        var page = ask(parameters).then().statusCode(200).extract().asString();
        return send(page, "token", user.token(), "decision", "continue")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    /// The code that a client gets after a person has approved.
    public static String code(User user, Client client, String... more) {
        var answer = send(consent(user, asking(client, more)), "decision", "allow");
        assertEquals(303, answer.statusCode(), answer::asString);
        return parameters(answer).get("code");
    }

    /// The parameters of the address that somebody is led to.
    public static Map<String, String> parameters(Response answer) {
        return Stream.of(URI.create(answer.header("Location")).getRawQuery().split("&", -1))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    /// The challenge of a verifier, by the method S256.
    public static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The text of parameters.
    public static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Map<String, String> map(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (var index = 0; index < pairs.length; index += 2) {
            map.put(pairs[index], pairs[index + 1]);
        }
        return map;
    }

    private static String[] flat(Map<String, String> map) {
        return map.entrySet().stream()
                .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                .toArray(String[]::new);
    }
}

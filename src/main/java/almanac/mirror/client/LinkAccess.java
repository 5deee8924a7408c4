package almanac.mirror.client;

import almanac.mirror.client.UpstreamHttp.Answer;
import almanac.mirror.client.UpstreamHttp.Ask;
import almanac.mirror.link.Addresses;
import almanac.mirror.link.Link;
import almanac.mirror.link.LinkCredentials;
import almanac.mirror.link.LinkSecrets;
import almanac.mirror.link.LinkSecrets.Secrets;
import almanac.mirror.link.UpstreamException.Garbled;
import almanac.mirror.link.UpstreamException.Unauthorized;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The access tokens of links: one that lasts, or one that is refreshed (RFC 6749, section 6) before it
/// expires and when it is not accepted any more.
@Singleton
class LinkAccess {
    private static final long EARLY_MILLIS = 60_000;
    private static final long DEFAULT_SECONDS = 3600;

    private final LinkSecrets secrets;
    private final UpstreamHttp http;
    private final Addresses addresses;
    private final RemoteJson json;
    private final Clock clock;
    private final Map<Long, Uni<String>> underWay = new ConcurrentHashMap<>();

    LinkAccess(LinkSecrets secrets, UpstreamHttp http, Addresses addresses, RemoteJson json, Clock clock) {
        this.secrets = secrets;
        this.http = http;
        this.addresses = addresses;
        this.json = json;
        this.clock = clock;
    }

    /// A token that is good, as far as is known here.
    Uni<String> token(Link link) {
        return secrets.of(link).chain(known -> {
            var token = known.accessToken();
            return token != null && known.accessExpiresAt() - EARLY_MILLIS > clock.millis()
                    ? Uni.createFrom().item(sendable(token))
                    : refresh(link, known);
        });
    }

    /// A token that was stored before it was checked is not given to the HTTP client, whose exception contains it.
    private static String sendable(String token) {
        if (!LinkCredentials.isSendable(token)) {
            throw new Unauthorized("has an access token that cannot be sent");
        }
        return token;
    }

    /// Another token than one that was not accepted.
    Uni<String> insteadOf(Link link, String rejected) {
        return secrets.of(link)
                .chain(known -> known.accessToken() != null && !rejected.equals(known.accessToken())
                        ? Uni.createFrom().item(sendable(known.accessToken()))
                        : refresh(link, known));
    }

    /// One request for all that wait for the same token.
    private Uni<String> refresh(Link link, Secrets known) {
        if (known.refreshToken() == null) {
            return Uni.createFrom().failure(new Unauthorized("does not accept the access token"));
        }
        return underWay.computeIfAbsent(
                link.zuid(),
                zuid -> fetch(link, known)
                        .onTermination()
                        .invoke(() -> underWay.remove(zuid))
                        .memoize()
                        .indefinitely());
    }

    private Uni<String> fetch(Link link, Secrets known) {
        var accounts = link.accountsUrl();
        if (accounts == null || addresses.refusal(accounts).isPresent()) {
            return Uni.createFrom().failure(new Unauthorized("has no accounts server that may be asked"));
        }
        var form = new LinkedHashMap<String, @Nullable String>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", known.refreshToken());
        form.put("client_id", known.clientId());
        form.put("client_secret", known.clientSecret());
        var ask = new Ask(
                null,
                HttpMethod.POST,
                accounts + "/oauth/v2/token",
                null,
                encode(form),
                null,
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
        return http.read(() -> Uni.createFrom().voidItem(), ask)
                .onFailure()
                .transform(UpstreamHttp::explainGuard)
                .chain(answer -> keep(link, answer));
    }

    private Uni<String> keep(Link link, Answer answer) {
        if (answer.status() >= 400) {
            return Uni.createFrom().failure(new Unauthorized("refuses to refresh the token: " + answer.status()));
        }
        var told = json.read(answer.body());
        var token = told.path("access_token").asText("");
        if (token.isEmpty()) {
            // Zoho says no with a 200.
            var error = told.path("error").asText("");
            return Uni.createFrom()
                    .failure(
                            error.isEmpty()
                                    ? new Garbled("gives no access token")
                                    : new Unauthorized("refuses to refresh the token: " + error));
        }
        if (!LinkCredentials.isSendable(token)) {
            return Uni.createFrom().failure(new Garbled("gives an access token that cannot be sent"));
        }
        var expiresAt = clock.millis() + seconds(told) * 1000;
        var refreshToken = told.path("refresh_token").isTextual()
                ? told.get("refresh_token").asText()
                : null;
        return secrets.keep(link, token, expiresAt, refreshToken).replaceWith(token);
    }

    private static long seconds(JsonNode told) {
        return Math.clamp(told.path("expires_in").asLong(DEFAULT_SECONDS), 1, Integer.MAX_VALUE);
    }

    private static String encode(Map<String, @Nullable String> form) {
        return form.entrySet().stream()
                .filter(field -> field.getValue() != null)
                .map(field -> field.getKey() + "="
                        + URLEncoder.encode(String.valueOf(field.getValue()), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }
}

package almanac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of a setting that is wrong, or that nobody knows.
class SettingTest {
    private static final KnownSettings KNOWN = KnownSettings.load();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            almanac.quota.limit                 | many   | a whole number from 1 to 2147483647 | almanac.quota.limit=20
            almanac.quota.limit                 | 0      | a whole number from 1 to 2147483647 | almanac.quota.limit=20
            almanac.quota.limit                 | 2.5    | a whole number from 1 to 2147483647 | almanac.quota.limit=20
            almanac.quota.window                | soon   | a duration from 1 ms to 100 years   | almanac.quota.window=1m
            almanac.feed.drain                  | 0s     | a duration from 1 ms to 100 years   | almanac.feed.drain=2s
            almanac.feed.drain                  | -1s    | a duration from 1 ms to 100 years   | almanac.feed.drain=2s
            almanac.quota.limit                 | 3000000000 | a whole number from 1 to 2147483647 | almanac.quota.limit=20
            almanac.feed.drain                  | PT0.0001S | a duration from 1 ms to 100 years | almanac.feed.drain=2s
            almanac.feed.drain                  | 2000000000d | a duration from 1 ms to 100 years | almanac.feed.drain=2s
            almanac.request.body-limit          | 9999999999999999999G | a size               | almanac.request.body-limit=1M
            almanac.request.body-limit          | 1X     | a size                              | almanac.request.body-limit=1M
            almanac.quota.enabled               | maybe  | one of true, false                  | almanac.quota.enabled=true
            almanac.database.migrate            | always | one of at-start, only, never        | almanac.database.migrate=at-start
            almanac.quota.calls.get-event.lock  | x      | a duration from 1 ms to 100 years   | almanac.quota.calls.get-event.lock=30s
            """)
    void aWrongValueIsNamedWithItsPropertyAndAnExample(String property, String value, String kind, String example) {
        assertEquals(
                List.of(property + " is \"" + value + "\", which is not " + kind + "; for example " + example),
                KNOWN.complaints(config(Map.of(property, value))));
    }

    @Test
    void whatQuarkusTakesIsTaken() {
        var fine = Map.of(
                "almanac.quota.window", "90",
                "almanac.quota.lock", "PT10M",
                "almanac.feed.retry", "1500ms",
                "almanac.request.body-limit", "2m",
                "almanac.database.migrate", "NEVER",
                "almanac.upstream.allowed-hosts[0]", "example.com",
                "almanac.quota.calls.\"get-event\".limit", "3");
        assertEquals(List.of(), KNOWN.complaints(config(fine)));
        assertEquals(List.of(), KNOWN.unknown(config(fine), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALMANAC_PREPARE",
                "ALMANAC_URL",
                "ALMANAC_TOKEN",
                "ALMANAC_REQUIRE_BROWSER",
                "ALMANAC_SLOW_UNTIL",
                "ALMANAC_CLIENTS_UNTIL"
            })
    void aVariableOfTheScriptsIsNoUnknownSetting(String variable) {
        assertEquals(List.of(), KNOWN.unknown(config(Map.of()), Map.of(variable, "0")));
        assertEquals(List.of(variable + "S"), KNOWN.unknown(config(Map.of()), Map.of(variable + "S", "0")));
    }

    @Test
    void everyDefaultIsTaken() {
        assertEquals(List.of(), KNOWN.complaints(config(Map.of())));
        for (var name : List.of("almanac.quota.limit", "almanac.quota.window", "almanac.database.migrate")) {
            var setting = KNOWN.find(name).orElseThrow();
            assertEquals(Optional.empty(), setting.complaint(name, setting.preset()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "almanac.admin.token, sesame-open-it, almanac.admin.token is too short",
        "almanac.upstream.encryption-key, sesame-open-it, almanac.upstream.encryption-key must be base64 of 32 bytes",
        "almanac.upstream.encryption-key, c2VzYW1l, almanac.upstream.encryption-key must be base64 of 32 bytes",
        "almanac.upstream.former-encryption-keys, c2VzYW1l, almanac.upstream.former-encryption-keys must be base64",
        "almanac.upstream.former-encryption-keys[0], c2VzYW1l, almanac.upstream.former-encryption-keys must be base64"
    })
    void aSecretThatIsNoneIsToldAndNotRepeated(String property, String value, String sentence) {
        var complaints = Settings.secrets(config(Map.of(property, value))).toList();
        assertEquals(1, complaints.size(), complaints.toString());
        assertTrue(complaints.getFirst().startsWith(sentence), complaints.toString());
        assertFalse(complaints.getFirst().contains(value), complaints.toString());
    }

    @Test
    void aTokenThatIsBothSetAndRenewedIsTold() {
        var both = config(Map.of("almanac.admin.token", "sixteen-letters!", "almanac.admin.renew", "true"));
        assertTrue(Settings.secrets(both).toList().getFirst().startsWith("almanac.admin.token is set"));
    }

    @Test
    void aNameThatNobodyKnowsIsTold() {
        var config = config(Map.of("almanac.quota.limits", "20", "almanac.quota.limit", "20", "other.name", "x"));
        var environment = Map.of("ALMANAC_TOKN", "x", "ALMANAC_DATABASE_URL", "x", "HOME", "/");
        assertEquals(List.of("ALMANAC_TOKN", "almanac.quota.limits"), KNOWN.unknown(config, environment));
    }

    @ParameterizedTest
    @CsvSource({
        "almanac.quota.limits, almanac.quota.limit",
        "almanac.database.ulr, almanac.database.url",
        "almanac.admin.tokn, almanac.admin.token",
        "almanac.Quota.limit, almanac.quota.limit",
        "ALMANAC_ADMIN_TOKN, ALMANAC_ADMIN_TOKEN",
        "ALMANAC_DATABASEURL, ALMANAC_DATABASE_URL"
    })
    void theNearestNameThatThereIsIsAskedFor(String unknown, String nearest) {
        assertEquals("There is no setting " + unknown + "; did you mean " + nearest + "?", KNOWN.question(unknown));
    }

    @Test
    void noNameIsSuggestedWhereNoneIsNear() {
        assertEquals("There is no setting almanac.nonsense", KNOWN.question("almanac.nonsense"));
    }

    @Test
    void whatAClusterTellsOfAServiceOfThatNameIsNoSetting() {
        var links = Map.of(
                "ALMANAC_SERVICE_HOST", "10.0.0.7",
                "ALMANAC_SERVICE_PORT", "80",
                "ALMANAC_SERVICE_PORT_HTTP", "80",
                "ALMANAC_PORT", "tcp://10.0.0.7:80",
                "ALMANAC_PORT_80_TCP", "tcp://10.0.0.7:80",
                "ALMANAC_PORT_80_TCP_ADDR", "10.0.0.7",
                "ALMANAC_DB_SERVICE_HOST", "10.0.0.8");
        assertEquals(List.of(), KNOWN.unknown(config(Map.of()), links));
        assertEquals(List.of("ALMANAC_PORT"), KNOWN.unknown(config(Map.of()), Map.of("ALMANAC_PORT", "8081")));
    }

    @Test
    void aVariableIsThatOfItsProperty() {
        assertEquals("ALMANAC_FEED_STREAMS_PER_USER", Setting.variable("almanac.feed.streams-per-user"));
        assertTrue(KNOWN.knowsVariable("ALMANAC_FEED_STREAMS_PER_USER"));
        assertTrue(KNOWN.knowsVariable("ALMANAC_QUOTA_CALLS_GET_EVENT_LIMIT"));
        assertFalse(KNOWN.knowsVariable("ALMANAC_QUOTA_CALLS_GET_EVENT_LIMITS"));
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(values, "test", 500))
                .build();
    }
}

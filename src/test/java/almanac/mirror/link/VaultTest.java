package almanac.mirror.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Secrets are sealed, and open only where and with what they were sealed.
class VaultTest {
    private static final String OLD = key(1);
    private static final String NEW = key(2);

    @Test
    void opensWhatItHasSealed() {
        var vault = vault(Map.of("almanac.upstream.encryption-key", OLD));
        var seal = vault.seal("hush", "row 1");
        assertEquals("hush", vault.open(seal, "row 1"));
        assertFalse(new String(seal, StandardCharsets.ISO_8859_1).contains("hush"));
        assertNotEquals(hex(seal), hex(vault.seal("hush", "row 1")));
    }

    @Test
    void opensNothingInAnotherPlaceOrChanged() {
        var vault = vault(Map.of("almanac.upstream.encryption-key", OLD));
        var seal = vault.seal("hush", "row 1");
        assertThrows(IllegalStateException.class, () -> vault.open(seal, "row 2"));
        seal[seal.length - 1] ^= 1;
        assertThrows(IllegalStateException.class, () -> vault.open(seal, "row 1"));
    }

    @Test
    void readsFormerKeysAndSealsWithTheNewOne() {
        var seal = vault(Map.of("almanac.upstream.encryption-key", OLD)).seal("hush", "row 1");
        var vault =
                vault(Map.of("almanac.upstream.encryption-key", NEW, "almanac.upstream.former-encryption-keys", OLD));
        assertEquals("hush", vault.open(seal, "row 1"));
        assertFalse(vault.isCurrent(seal));
        assertTrue(vault.isCurrent(vault.seal("hush", "row 1")));
        var without = vault(Map.of("almanac.upstream.encryption-key", NEW));
        assertThrows(IllegalStateException.class, () -> without.open(seal, "row 1"));
    }

    @Test
    void isNotReadyWithoutAKey() {
        assertFalse(vault(Map.of()).isReady());
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "c2hvcnQ=", "not base64 at all!"})
    void namesThePropertyOfAKeyThatIsNone(String key) {
        var failure = assertThrows(
                IllegalArgumentException.class, () -> vault(Map.of("almanac.upstream.encryption-key", key)));
        assertTrue(String.valueOf(failure.getMessage())
                .startsWith("almanac.upstream.encryption-key must be base64 of 32 bytes"));
    }

    private static Vault vault(Map<String, String> settings) {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withConverter(java.time.Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(UpstreamConfig.class)
                .withDefaultValues(new HashMap<>(settings))
                .build();
        return new Vault(config.getConfigMapping(UpstreamConfig.class));
    }

    private static String key(int first) {
        var bytes = new byte[32];
        bytes[0] = (byte) first;
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}

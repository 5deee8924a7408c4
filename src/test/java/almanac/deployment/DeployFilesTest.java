package almanac.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The container files, the compose file and the unit under deploy.
class DeployFilesTest {
    private static final Path HOME = Path.of("deploy");
    private static final Pattern ENVIRONMENT = Pattern.compile("(?m)^(?:ENV |Environment=)([A-Za-z0-9_]+)=");
    private static final Pattern PROPERTY = Pattern.compile("-D(almanac\\.[a-z.-]+|quarkus\\.[a-z.-]+)=");
    private static final Pattern SECRET = Pattern.compile("(?i)(password|token|secret|key)$");

    @ParameterizedTest
    @ValueSource(strings = {"jvm.Dockerfile", "native.Dockerfile"})
    void anImageRunsAsNobodyInParticularAndSaysHowItIs(String name) throws IOException {
        var text = Files.readString(HOME.resolve(name));
        var last = text.substring(text.lastIndexOf("\nFROM "));
        assertTrue(last.contains("\nUSER 10001:10001\n"), "not root");
        assertTrue(last.contains("\nHEALTHCHECK "), "a health check");
        assertTrue(last.contains("ENTRYPOINT [\""), "no shell between the signal and the service");
        assertTrue(last.indexOf("\nUSER ") < last.indexOf("ENTRYPOINT"), "the user before the start");
        assertFalse(
                Pattern.compile("(?m)^(ARG|ENV) .*(PASSWORD|TOKEN|SECRET)")
                        .matcher(text)
                        .find(),
                "no secret");
        Pattern.compile("(?m)^FROM (\\S+)").matcher(text).results().forEach(each -> isShort(each.group(1)));
        copied(text).forEach(source -> assertTrue(Files.exists(Path.of(source)), source + " is not there"));
        knowsAll(ENVIRONMENT, text);
        knowsAll(PROPERTY, text);
    }

    @Test
    void theImageStartsAsItsCacheWasMade() throws IOException {
        var text = Files.readString(HOME.resolve("jvm.Dockerfile"));
        var start = text.substring(text.indexOf("ENTRYPOINT"));
        var made = Pattern.compile("RUN \\S+/prepare.sh java (\\S+) (\\S+)\n").matcher(text);
        assertTrue(made.find());
        assertTrue(start.contains("\"-jar\", \"" + made.group(1) + "\""), start);
        assertTrue(start.contains("\"-XX:AOTCache=" + made.group(2) + "\""), start);
        for (var flag : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")) {
            assertTrue(start.contains(flag));
            assertTrue(Files.readString(HOME.resolve("prepare.sh")).contains(flag));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.nodes.yaml"})
    void aComposeFileNamesWhatIsThere(String name) {
        var services = Yaml.read(HOME.resolve(name)).path("services");
        services.forEach(service -> {
            isShort(service.path("image").asText());
            Yaml.each(service.path("volumes"))
                    .map(volume -> volume.asText().split(":")[0])
                    .filter(source -> source.startsWith("."))
                    .forEach(source -> assertTrue(Files.exists(HOME.resolve(source)), source + " is not there"));
            assertTrue(
                    Yaml.each(service.path("ports"))
                            .allMatch(port -> port.asText().startsWith("127.0.0.1:")),
                    "open to this machine alone");
        });
        assertTrue(Files.exists(HOME.resolve("..")
                .resolve(services.at("/almanac/build/dockerfile").asText())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"compose.yaml", "compose.nodes.yaml"})
    void aComposeFileSetsWhatTheServiceKnowsAndHoldsNoSecret(String name) throws IOException {
        var text = Yaml.read(HOME.resolve(name)).path("services");
        text.at("/almanac/environment")
                .fieldNames()
                .forEachRemaining(variable -> assertTrue(KnownVariables.load().knows(variable), variable));
        text.forEach(service -> service.path("environment").properties().stream()
                .filter(each -> SECRET.matcher(each.getKey()).find())
                .forEach(
                        each -> assertTrue(each.getValue().asText().matches("\\$\\{[A-Z_]+:\\?.*}"), each.toString())));
    }

    @Test
    void theExampleHasAllThatTheComposeFilesAskFor() throws IOException {
        var wanted = new TreeSet<String>();
        for (var name : List.of("compose.yaml", "compose.nodes.yaml")) {
            Pattern.compile("\\$\\{([A-Z_]+):\\?")
                    .matcher(Files.readString(HOME.resolve(name)))
                    .results()
                    .forEach(each -> wanted.add(each.group(1)));
        }
        var example = new TreeSet<String>();
        Files.readString(HOME.resolve("compose.env.example"))
                .lines()
                .filter(line -> line.endsWith("="))
                .forEach(line -> example.add(line.replace("=", "")));
        assertEquals(wanted, example);
    }

    @Test
    void theUnitSetsWhatTheServiceKnowsAndLeavesItTimeToEnd() throws IOException {
        var unit = Files.readString(HOME.resolve("almanac.service"));
        knowsAll(ENVIRONMENT, unit);
        assertTrue(unit.contains("\nKillMode=mixed\n"), "the database ends after the service, not with it");
        assertTrue(unit.contains("\nTimeoutStopSec=75\n"));
        assertTrue(unit.contains("\nUser=almanac\n"));
        assertTrue(unit.contains("\nExecStart=/opt/almanac/deploy/almanac\n"), "the script that finds a JDK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"almanac", "jvm.Dockerfile", "native.Dockerfile", "prepare.sh"})
    void whateverStartsTheServiceEndsItWhenItsMemoryIsUsedUp(String name) throws IOException {
        assertTrue(Files.readString(HOME.resolve(name)).contains("-XX:+ExitOnOutOfMemoryError"));
    }

    @Test
    void theScriptsAreReadByAnyShell() throws Exception {
        for (var script :
                List.of("almanac", "prepare.sh", "transfer.sh", "backup", "restore", "healthcheck", "find-jdk.sh")) {
            var check = new ProcessBuilder("sh", "-n", HOME.resolve(script).toString()).start();
            assertEquals(0, check.waitFor(), script);
        }
    }

    @Test
    void theScriptSaysHowItIsCalled() throws Exception {
        assertTrue(says(0, "--help").contains("\n  deploy/almanac demo "));
        var refusal = says(2, "demo", "serve");
        assertTrue(refusal.startsWith("almanac: 'serve' is no command"), refusal);
        assertTrue(refusal.contains("\n  deploy/almanac demo "));
    }

    private static String says(int status, String... words) throws Exception {
        var command = new ArrayList<>(List.of(HOME.resolve("almanac").toString()));
        command.addAll(List.of(words));
        var script = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(status, script.waitFor(), said);
        return said;
    }

    /// A name such as `postgres:18` or `grafana/grafana:12`: no host, and a version.
    private static void isShort(String image) {
        assertTrue(image.matches("almanac|([a-z0-9-]+/)?[a-z0-9-]+:[\\w.-]+"), image);
    }

    private static void knowsAll(Pattern pattern, String text) {
        var known = KnownVariables.load();
        assertEquals(
                List.of(),
                pattern.matcher(text)
                        .results()
                        .map(each -> each.group(1))
                        .filter(name -> !known.knows(name) && !known.knowsProperty(name))
                        .toList());
    }

    /// What is copied from the sources, but for what a build makes.
    private static Stream<String> copied(String text) {
        return Pattern.compile("(?m)^COPY (?:--chmod=\\S+ )?(\\S+) \\S+$")
                .matcher(text)
                .results()
                .map(each -> each.group(1))
                .filter(source -> !source.startsWith("target/"));
    }
}

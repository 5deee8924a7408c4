package almanac.deployment;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The manifests under k8s, overlay by overlay, as kustomize would make them.
class ManifestsTest {
    private static final Path HOME = Path.of("k8s");
    /// The overlay with its line for the mirror switched on.
    private static final String MIRRORING = "production with mirror";

    /// The overlay with its line for a shared volume switched on.
    private static final String SHARING = "production with volume";

    private static final List<String> OVERLAYS = List.of("single", "production", "knative", MIRRORING, SHARING);

    @ParameterizedTest
    @ValueSource(strings = {"single", "production", "knative", MIRRORING, SHARING})
    void everyManifestIsOneOfItsKind(String overlay) {
        assertAll(resources(overlay).stream().map(each -> () -> KubernetesSchema.check(each)));
    }

    @Test
    void aFieldThatIsNoneIsNoticed() {
        for (var overlay : OVERLAYS) {
            for (var resource : resources(overlay)) {
                if (resource.path("spec") instanceof ObjectNode spec) {
                    spec.put("replica", 2);
                    assertThrows(Throwable.class, () -> KubernetesSchema.check(resource), Kustomization.id(resource));
                }
            }
        }
    }

    @Test
    void everyFileIsUsed() {
        var used = OVERLAYS.stream()
                .flatMap(each -> overlay(each).files().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(Yaml.files(HOME, ".yaml")), used);
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "production", "knative", MIRRORING, SHARING})
    void everyVariableSetsSomething(String overlay) {
        var known = KnownVariables.load();
        var variables = resources(overlay).stream()
                .flatMap(each -> Yaml.with(each, "env").stream())
                .flatMap(each -> Yaml.each(each.path("env")))
                .toList();
        assertTrue(
                variables.stream().anyMatch(each -> each.path("name").asText().equals("ALMANAC_DATA")));
        assertEquals(
                List.of(),
                variables.stream()
                        .map(each -> each.path("name").asText())
                        .filter(name -> !known.knows(name))
                        .toList());
        // A bare true is no text, and the API refuses it.
        assertEquals(
                List.of(),
                variables.stream()
                        .filter(each -> each.has("value") && !each.path("value").isTextual())
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "production", "knative", MIRRORING, SHARING})
    void everyContainerIsRestricted(String overlay) {
        pods(overlay).forEach(pod -> {
            assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean());
            assertEquals(
                    "RuntimeDefault",
                    pod.at("/securityContext/seccompProfile/type").asText());
            assertTrue(pod.has("automountServiceAccountToken"));
            assertEquals("false", pod.path("enableServiceLinks").asText(), "variables that look like settings");
            Yaml.each(pod.path("containers")).forEach(ManifestsTest::isRestricted);
        });
    }

    private static void isRestricted(JsonNode container) {
        var security = container.path("securityContext");
        assertEquals("false", security.path("allowPrivilegeEscalation").asText());
        assertEquals("true", security.path("readOnlyRootFilesystem").asText());
        assertEquals("[\"ALL\"]", security.at("/capabilities/drop").toString());
        assertTrue(container.at("/resources/requests").has("cpu"));
        assertTrue(container.at("/resources/limits").has("memory"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "production", "knative", MIRRORING, SHARING})
    void secretsComeByReferenceAlone(String overlay) {
        var resources = resources(overlay);
        assertEquals(
                List.of(), resources.stream().filter(each -> is(each, "Secret")).toList());
        var plain = resources.stream()
                .flatMap(each -> Yaml.with(each, "value").stream())
                .map(each -> each.path("name").asText())
                .filter(name -> name.matches(".*(PASSWORD|TOKEN|SECRET|KEY)$"))
                .toList();
        assertEquals(List.of(), plain);
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "production", "knative", MIRRORING, SHARING})
    void whatIsNamedIsThere(String overlay) {
        var resources = resources(overlay);
        var there = resources.stream().map(Kustomization::id).collect(Collectors.toSet());
        var named = Stream.of(
                        texts(resources, "claimName").map(name -> "PersistentVolumeClaim " + name),
                        texts(resources, "serviceAccountName").map(name -> "ServiceAccount " + name),
                        resources.stream()
                                .flatMap(each -> Yaml.with(each, "scaleTargetRef").stream())
                                .map(each -> each.path("scaleTargetRef"))
                                .map(target -> target.path("kind").asText() + " "
                                        + target.path("name").asText()))
                .flatMap(each -> each)
                .collect(Collectors.toCollection(TreeSet::new));
        named.removeAll(there);
        assertEquals(Set.of(), named);
        pods(overlay).forEach(ManifestsTest::mountsWhatItHas);
    }

    private static void mountsWhatItHas(JsonNode pod) {
        var volumes = names(pod.path("volumes"));
        Yaml.each(pod.path("containers"))
                .forEach(each -> assertEquals(volumes, names(each.path("volumeMounts")), "volumes and their mounts"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "production"})
    void aPodHasTheTimeThatItsEndTakes(String overlay) {
        var pod = pods(overlay).stream()
                .filter(each -> each.path("containers").toString().contains("livenessProbe"))
                .findFirst()
                .orElseThrow();
        var delay = Yaml.find(pod.at("/containers/0/env"), "name", "QUARKUS_SHUTDOWN_DELAY")
                .orElseThrow()
                .path("value")
                .asText();
        // The delay, the streams (almanac.feed.drain), what is under way (quarkus.shutdown.timeout), the database.
        var needed = Integer.parseInt(delay.replace("s", "")) + 2 + 10 + (overlay.equals("single") ? 30 : 0);
        assertTrue(pod.path("terminationGracePeriodSeconds").asInt() > needed, "longer than " + needed + " s");
    }

    /// Knative keeps the port that a probe names for readiness alone, and takes a number there.
    @ParameterizedTest
    @ValueSource(strings = {"single", "production", "knative", MIRRORING, SHARING})
    void aProbeAsksThePortOfHealth(String overlay) {
        var asked = Stream.of("startupProbe", "readinessProbe", "livenessProbe")
                .flatMap(name -> resources(overlay).stream().flatMap(each -> each.findValues(name).stream()))
                .filter(probe -> probe.has("httpGet"))
                .map(probe -> probe.at("/httpGet/port").asText())
                .collect(Collectors.toSet());
        var isKnative = overlay.equals("knative");
        assertEquals(Set.of(isKnative ? "9000" : "management"), asked);
        var commands = resources(overlay).stream()
                .flatMap(each -> each.findValues("livenessProbe").stream())
                .map(probe -> probe.at("/exec/command/0").asText())
                .collect(Collectors.toSet());
        assertEquals(Set.of(isKnative ? "/opt/almanac/healthcheck" : ""), commands);
    }

    @Test
    void theWorldIsLedToNoHealthAndNoMetrics() {
        var ingress = resources("production").stream()
                .filter(each -> is(each, "Ingress"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                Set.of("http"),
                ingress.findValues("port").stream()
                        .map(port -> port.path("name").asText())
                        .collect(Collectors.toSet()));
        for (var overlay : OVERLAYS) {
            var policy = resources(overlay).stream()
                    .filter(each -> Kustomization.id(each).equals("NetworkPolicy almanac"))
                    .findFirst()
                    .orElseThrow();
            Yaml.each(policy.at("/spec/ingress"))
                    .filter(each -> each.path("ports").toString().contains("9000"))
                    .forEach(each -> assertTrue(each.path("from").toString().contains("monitoring"), each.toString()));
        }
    }

    @Test
    void aStreamOfKnativeEndsBeforeItIsCut() {
        var service = resources("knative").stream()
                .filter(each -> each.path("apiVersion").asText().startsWith("serving"))
                .findFirst()
                .orElseThrow();
        var pod = service.at("/spec/template/spec");
        var age = Yaml.find(pod.at("/containers/0/env"), "name", "ALMANAC_FEED_MAX_AGE")
                .orElseThrow();
        var minutes = Integer.parseInt(age.path("value").asText().replace("m", ""));
        assertTrue(minutes * 60 < pod.path("timeoutSeconds").asInt());
        assertTrue(pod.path("idleTimeoutSeconds").asInt() > 15, "longer than the heartbeat");
    }

    @Test
    void aMirrorGetsOutAndHasItsKey() {
        var plain = resources("production").toString();
        assertFalse(plain.contains("ALMANAC_UPSTREAM_ENCRYPTION_KEY"));
        var mirroring = resources(MIRRORING);
        assertTrue(mirroring.stream()
                .filter(each -> is(each, "Deployment"))
                .allMatch(each -> each.toString().contains("ALMANAC_UPSTREAM_ENCRYPTION_KEY")));
        var policy = mirroring.stream()
                .filter(each -> Kustomization.id(each).equals("NetworkPolicy almanac-mirror"))
                .findFirst()
                .orElseThrow();
        assertEquals(443, policy.at("/spec/egress/0/ports/0/port").asInt());
        var line = "# components: [../../mirror]";
        assertTrue(Yaml.text(HOME.resolve("overlays/production/kustomization.yaml"))
                .contains(line));
        assertTrue(Yaml.text(HOME.resolve("overlays/single/kustomization.yaml")).contains(line));
    }

    /// Several pods have no disk in common, but where a volume is chosen (cluster 3.2).
    @Test
    void severalPodsHaveABucketOrAVolume() {
        for (var overlay : List.of("production", "knative")) {
            assertEquals(Set.of("s3"), stores(overlay));
            assertTrue(resources(overlay).stream().noneMatch(each -> is(each, "PersistentVolumeClaim")), overlay);
            assertTrue(
                    resources(overlay).stream()
                            .filter(each -> Kustomization.id(each).equals("NetworkPolicy almanac"))
                            .flatMap(each -> Yaml.each(each.at("/spec/egress")))
                            .anyMatch(each -> each.at("/ports/0/port").asInt() == 443),
                    "the way to the bucket");
        }
        assertEquals(Set.of("disk"), stores(SHARING));
        assertEquals(
                List.of("[\"ReadWriteMany\"]"),
                resources(SHARING).stream()
                        .filter(each -> is(each, "PersistentVolumeClaim"))
                        .map(each -> each.at("/spec/accessModes").toString())
                        .toList());
        assertTrue(Yaml.text(HOME.resolve("overlays/production/kustomization.yaml"))
                .contains("# components: [../../volume]"));
    }

    private static Set<String> stores(String overlay) {
        return pods(overlay).stream()
                .flatMap(pod -> Yaml.each(pod.at("/containers/0/env")))
                .filter(each -> each.path("name").asText().equals("ALMANAC_ATTACHMENT_STORE"))
                .map(each -> each.path("value").asText())
                .collect(Collectors.toSet());
    }

    private static List<JsonNode> pods(String overlay) {
        return resources(overlay).stream()
                .flatMap(each -> Yaml.with(each, "containers").stream())
                .toList();
    }

    private static Stream<String> texts(List<JsonNode> resources, String field) {
        return resources.stream().flatMap(each -> each.findValuesAsText(field).stream());
    }

    private static Set<String> names(JsonNode list) {
        return Yaml.each(list).map(each -> each.path("name").asText()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean is(JsonNode resource, String kind) {
        return resource.path("kind").asText().equals(kind);
    }

    private static Kustomization overlay(String name) {
        if (name.equals(MIRRORING)) {
            return overlay("production").with(HOME.resolve("mirror"));
        }
        if (name.equals(SHARING)) {
            return overlay("production").with(HOME.resolve("volume"));
        }
        return Kustomization.of(HOME.resolve("overlays").resolve(name));
    }

    private static List<JsonNode> resources(String overlay) {
        return overlay(overlay).resources();
    }
}

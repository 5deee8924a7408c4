package almanac.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the dashboard shows and the alert rules watch is what the running service measures.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class MetricNamesTest {
    private static final Path DASHBOARD = Path.of("deploy", "grafana", "dashboards", "almanac.json");
    private static final Path ALERTS = Path.of("deploy", "prometheus", "alerts.yml");

    /// What Prometheus itself makes.
    private static final Set<String> OF_PROMETHEUS = Set.of("up");

    /// What only a service with a shared store of the quota has; its tests read it.
    private static final Set<String> OF_SHARED_STORES = Set.of("almanac_quota_store");

    private static final Pattern SELECTOR =
            Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(by|without) *\\([^)]*\\)|\"[^\"]*\"");
    private static final Pattern NAME = Pattern.compile("\\b[a-z][a-z0-9_]*\\b(?! *\\()");

    @Test
    void theDashboardShowsWhatIsMeasured() throws Exception {
        var dashboard = new ObjectMapper().readTree(DASHBOARD.toFile());
        var expressions = dashboard.findValuesAsText("expr");
        assertTrue(expressions.size() > 30, "expressions");
        assertEquals(Set.of(), unknown(expressions));
    }

    @Test
    void theAlertsWatchWhatIsMeasured() {
        var alerts = Yaml.read(ALERTS);
        assertEquals(Set.of(), unknown(alerts.findValuesAsText("expr")));
        Yaml.with(alerts, "alert").forEach(alert -> {
            assertTrue(alert.path("for").asText().matches("\\d+m"));
            assertTrue(List.of("critical", "warning")
                    .contains(alert.at("/labels/severity").asText()));
            assertTrue(alert.at("/annotations").has("summary"));
        });
    }

    private static Set<String> unknown(List<String> expressions) {
        var names = expressions.stream().flatMap(MetricNamesTest::names).collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(OF_PROMETHEUS);
        names.removeAll(OF_SHARED_STORES);
        names.removeAll(measured());
        return names;
    }

    private static Stream<String> names(String expression) {
        var bare = SELECTOR.matcher(expression).replaceAll(" ");
        return NAME.matcher(bare)
                .results()
                .map(each -> each.group())
                .filter(name -> name.indexOf('_') > 0 || name.equals("up"));
    }

    /// The names of a service that has had requests, one of which, the removal of a calendar, is long work.
    private static Set<String> measured() {
        var user = Api.user();
        Api.create(user, Api.event("Tea"));
        var calendar = Api.calendar(user, "Old").get("id");
        user.call().delete("/api/v2/calendars/" + calendar).then().statusCode(204);
        return Management.call()
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .collect(Collectors.toSet());
    }
}

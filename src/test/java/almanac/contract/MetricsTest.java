package almanac.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.Api;
import almanac.testing.EmbeddedDatabase;
import almanac.testing.Management;
import almanac.testing.RawHttp;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What `/q/metrics` says: as many series as there are calls, however many are invented, in a form that
/// the tools of Prometheus read without a complaint.
@QuarkusTest
@QuarkusTestResource(EmbeddedDatabase.class)
class MetricsTest {
    private static final int INVENTED = 40;

    private static final String OF_PROMETHEUS =
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4,*/*;q=0.1";

    /// What promtool takes for an abbreviated unit.
    private static final Set<String> ABBREVIATIONS =
            Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

    @Test
    void whatIsInventedIsOneLabel() {
        var paths = List.of(
                "/x%d",
                "/api/v2/x%d",
                "/api/v2/events;x=x%d",
                "/api/v2/events/x%d",
                "/api/v2/calendars/1/shares/x%d",
                "/page/x%d.js",
                "/page/main.js;x%d",
                "/webjars/x%d",
                "/q/x%d",
                "/q/health/group/x%d",
                "/q/swagger-ui/x%d",
                "//x%d");
        invent(paths, 0);
        var before = series();
        for (var number = 1; number <= INVENTED; number++) {
            invent(paths, number);
        }
        assertEquals(before.size(), series().size());
        assertTrue(before.stream().anyMatch(line -> line.contains("method=\"OTHER\"")), "an unknown method");
        assertFalse(series().stream().anyMatch(line -> line.matches(".*(x\\d|FOO).*")), "what was invented");
    }

    private static void invent(List<String> paths, int number) {
        var user = Api.user();
        RawHttp.send("FOO" + number + " /api/v2/events");
        RawHttp.send("GET /x%zz" + number);
        for (var path : paths) {
            RawHttp.send("GET " + path.formatted(number), "Authorization: Bearer " + user.token());
        }
    }

    private static List<String> series() {
        return lines().stream()
                .filter(line -> line.startsWith("http_server_"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    @Test
    void theFormatIsTheOneThatPromtoolReads() {
        for (var accept : List.of("*/*", "text/plain", "text/html, */*;q=0.1", OF_PROMETHEUS)) {
            var type =
                    Management.call().header("Accept", accept).get("/q/metrics").contentType();
            assertTrue(type.startsWith("text/plain; version=0.0.4"), accept + ": " + type);
        }
    }

    /// The rules of `promtool check metrics`, as far as they can be broken here.
    @Test
    void promtoolHasNothingToSay() {
        Api.user().call().get("/api/v2/events").then().statusCode(200);
        var complaints = new ArrayList<String>();
        var help = new HashMap<String, String>();
        for (var line : lines()) {
            var words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                help.put(words[2], words.length < 4 ? "" : words[3]);
            } else if (line.startsWith("# TYPE ")) {
                check(words[2], words[3], help, complaints);
            }
        }
        assertEquals(List.of(), complaints);
        assertTrue(help.size() > 50, "metrics");
    }

    private static void check(String name, String type, Map<String, String> help, List<String> complaints) {
        var text = help.getOrDefault(name, "");
        complain(text.isBlank(), name + " has no help text", complaints);
        complain(text.matches(".*\\\\[^\\\\n].*") || text.contains("\""), name + " has odd help: " + text, complaints);
        complain(type.equals("counter") != name.endsWith("_total"), name + " is a " + type, complaints);
        complain(!name.equals(name.toLowerCase(Locale.ROOT)), name + " is in camelCase", complaints);
        complain(
                Arrays.stream(name.split("_")).anyMatch(ABBREVIATIONS::contains),
                name + " abbreviates a unit",
                complaints);
        complain(
                type.equals("gauge") && name.matches(".*_(count|sum|bucket)"),
                name + " ends as a summary does",
                complaints);
        complain(
                name.matches(".*_(milliseconds|minutes|hours|kilobytes|megabytes)(_total)?"),
                name + " is not in a base unit",
                complaints);
        complain(Arrays.asList(name.split("_")).contains(type), name + " has its type in its name", complaints);
    }

    private static void complain(boolean isWrong, String complaint, List<String> complaints) {
        if (isWrong) {
            complaints.add(complaint);
        }
    }

    private static List<String> lines() {
        return Management.call()
                .header("Accept", "*/*")
                .get("/q/metrics")
                .asString()
                .lines()
                .toList();
    }
}

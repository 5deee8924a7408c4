package almanac.deployment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is in the package may be given on under the licence of Almanac: the bill of materials says so
/// of every part.
class LicencesTest {
    private static final Path BILL = Path.of("target", "bom.json");

    /// One of these is enough, since who names several leaves the choice.
    private static final Set<String> ALLOWED = Set.of(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "CC0-1.0",
            "EPL-2.0",
            "MIT",
            "MIT-0",
            "PostgreSQL",
            "Public Domain",
            "UPL-1.0");

    @Test
    void everyPartHasALicenceThatSuits() throws Exception {
        assumeTrue(Files.exists(BILL), "the bill is written unless -Dquick is given");
        var components = new ObjectMapper().readTree(BILL.toFile()).path("components");
        assertTrue(components.size() > 100, "the parts of the package");
        var others = Yaml.each(components)
                .filter(component -> licences(component).stream().noneMatch(ALLOWED::contains))
                .map(component -> component.path("purl").asText() + " " + licences(component))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Set.of(), others);
    }

    private static Set<String> licences(JsonNode component) {
        return Yaml.each(component.path("licenses"))
                .map(each -> each.path("license")
                        .path("id")
                        .asText(each.path("license")
                                .path("name")
                                .asText(each.path("expression").asText())))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

package almanac.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// The modules of the page by themselves, as the service serves them: the cases are in
/// `src/test/resources/page` and run in the browser.
@ExtendWith(Stage.Director.class)
class ModulesIT {
    private static final Path CASES = Path.of("src", "test", "resources", "page");

    private final Stage stage;

    ModulesIT(Stage stage) {
        this.stage = stage;
    }

    @TestFactory
    List<DynamicContainer> modules() throws IOException {
        try (var visitor = stage.visitor();
                var files = Files.list(CASES)) {
            visitor.page().route("**/test/*", ModulesIT::serve);
            visitor.knock();
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .map(name -> DynamicContainer.dynamicContainer(name, run(visitor, name)))
                    .toList();
        }
    }

    private static Stream<DynamicTest> run(Visitor visitor, String name) {
        var results =
                (List<?>) visitor.page().evaluate("async (name) => (await import('/test/harness.js')).run(name)", name);
        assertFalse(results.isEmpty(), name);
        return results.stream()
                .map(result -> (Map<?, ?>) result)
                .map(result -> DynamicTest.dynamicTest(
                        String.valueOf(result.get("name")), () -> assertEquals("", result.get("failure"))));
    }

    private static void serve(Route route) {
        var url = route.request().url();
        var file = CASES.resolve(url.substring(url.lastIndexOf('/') + 1));
        route.fulfill(new Route.FulfillOptions().setPath(file).setContentType("text/javascript"));
    }
}

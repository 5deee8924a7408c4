package almanac.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The machine's own Chromium, driven by Playwright. Where there is none, tests in a browser are left
/// out, which is said loudly; with `ALMANAC_REQUIRE_BROWSER=1` they fail.
public final class Chromium implements AutoCloseable {
    private static final List<String> PROGRAMS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--js-flags=--expose-gc");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path program) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setHeadless(true)
                        .setArgs(FLAGS));
    }

    /// Starts the browser, or leaves the test out.
    public static Chromium start() {
        var program = find();
        if (program.isEmpty() && "1".equals(System.getenv("ALMANAC_REQUIRE_BROWSER"))) {
            return fail("There is no Chromium on PATH, and ALMANAC_REQUIRE_BROWSER asks for one");
        }
        return program.map(Chromium::new).orElseGet(() -> {
            tellLoudly();
            return abort("no Chromium");
        });
    }

    /// The running browser.
    public Browser browser() {
        return browser;
    }

    private static Optional<Path> find() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(path.split(":", -1))
                .flatMap(directory -> PROGRAMS.stream().map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static void tellLoudly() {
        System.err.println("""

                ################################################################
                ##                                                            ##
                ##  THE TESTS IN A BROWSER WERE LEFT OUT: NO CHROMIUM HERE    ##
                ##                                                            ##
                ##  Install it (Debian: apt-get install chromium) to run      ##
                ##  them; ALMANAC_REQUIRE_BROWSER=1 makes its absence fail.   ##
                ##                                                            ##
                ################################################################
                """);
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

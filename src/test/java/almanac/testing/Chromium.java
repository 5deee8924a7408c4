package almanac.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
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

    private static final AtomicBoolean TOLD = new AtomicBoolean();

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

    /// Starts the browser; it fails where there is none.
    public static Chromium start() {
        return new Chromium(find().orElseThrow(() -> new IllegalStateException("There is no Chromium on PATH")));
    }

    /// Whether tests in a browser are to be left out, which is said loudly.
    public static boolean isLeftOut() {
        if (find().isPresent() || "1".equals(System.getenv("ALMANAC_REQUIRE_BROWSER"))) {
            return false;
        }
        if (!TOLD.getAndSet(true)) {
            tellLoudly();
        }
        return true;
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

package almanac.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Scans what a page shows for what keeps people out.
final class Axe {
    private static final String SERIOUS = """
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(({ impact }) => impact === 'serious' || impact === 'critical')
              .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any.map((a) => a.message)}`).join(' | ')}`)
            """;
    private static final String SCRIPT = script();

    private Axe() {}

    /// Fails where there are serious findings.
    static void scan(Page page, String what) {
        page.evaluate("() => document.getAnimations().forEach((animation) => animation.finish())");
        page.evaluate(SCRIPT);
        assertEquals(List.of(), page.evaluate(SERIOUS), what);
    }

    /// Scans it in the light, and in the dark.
    static void scanBoth(Page page, String what) {
        scan(page, what);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        scan(page, what + " in the dark");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    private static String script() {
        try (var resource = Objects.requireNonNull(Axe.class.getResourceAsStream("/axe.min.js"))) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

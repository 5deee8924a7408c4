package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Somebody in a browser. When they leave it is looked whether the page has asked for anything
/// elsewhere, broken its own policy, or failed.
final class Visitor implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final BrowserContext context;
    private final URI address;
    private final Page page;
    private final List<String> faults = new ArrayList<>();
    private String ledTo;

    Visitor(BrowserContext context, URI address) {
        this.context = context;
        this.address = address;
        this.ledTo = address.toString();
        context.setDefaultTimeout(15_000);
        this.page = context.newPage();
        page.onPageError(error -> faults.add("failed: " + error));
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                faults.add("policy: " + message.text());
            }
        });
        context.onRequest(request -> {
            var url = request.url();
            if (!url.startsWith(address.toString())
                    && !url.startsWith(ledTo)
                    && !url.startsWith("data:")
                    && !url.startsWith("blob:")) {
                faults.add("asked elsewhere: " + url);
            }
        });
    }

    /// Says that the service leads to an address of somebody else.
    void mayBeLedTo(String elsewhere) {
        ledTo = elsewhere;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    /// Opens the page as a browser does that has a token already.
    void enter(String token, String place) {
        context.addInitScript("if (!sessionStorage.getItem('almanac.entered')) {"
                + "sessionStorage.setItem('almanac.token', '" + token + "');"
                + "sessionStorage.setItem('almanac.entered', 'yes'); }");
        page.navigate(address + "/" + place);
        awaitLive();
        awaitLoaded();
    }

    /// Opens the way in.
    void knock() {
        page.navigate(address + "/");
        assertThat(page.locator("#sign-in")).isVisible();
    }

    void awaitLive() {
        assertThat(page.locator("#connection[data-state=live], .wall-connection[data-state=live]"))
                .isVisible(new IsVisibleOptions().setTimeout(30_000));
    }

    void awaitLoaded() {
        assertThat(page.locator("body[data-loading=false]")).isVisible(new IsVisibleOptions().setTimeout(15_000));
    }

    /// The event with a title, as it stands in a month, a week, a day or the agenda.
    Locator event(String title) {
        return page.locator(".fc-event").filter(new Locator.FilterOptions().setHasText(title));
    }

    /// A click on an event's element, and its details.
    Locator open(String title) {
        event(title).first().click();
        var details = page.locator("#details");
        assertThat(details).isVisible();
        return details;
    }

    Locator button(String name) {
        return page.getByRole(
                com.microsoft.playwright.options.AriaRole.BUTTON,
                new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /// Keeps a picture of the page for people to look at.
    void picture(String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setAnimations(ScreenshotAnimations.DISABLED));
    }

    /// What a refusal that a test has arranged writes to the console is no fault; nothing else is kept
    /// there.
    List<String> faults() {
        return faults;
    }

    @Override
    public void close() {
        context.close();
        assertEquals(List.of(), faults);
    }
}

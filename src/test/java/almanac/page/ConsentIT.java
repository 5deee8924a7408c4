package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import almanac.testing.OAuth;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The page on which a person lets a client act for them, in a browser: with scripts and without, by keys alone.
@ExtendWith(Stage.Director.class)
class ConsentIT {
    private final Stage stage;
    private HttpServer client;
    private String back;

    ConsentIT(Stage stage) {
        this.stage = stage;
    }

    /// The client, to which people are led back: another origin than that of the service.
    @BeforeEach
    void startTheClient() throws IOException {
        client = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        client.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        client.createContext("/back", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, 4);
            exchange.getResponseBody().write(new byte[] {'b', 'a', 'c', 'k'});
            exchange.close();
        });
        client.start();
        back = "http://localhost:" + client.getAddress().getPort() + "/back";
    }

    @AfterEach
    void stopTheClient() {
        client.stop(0);
    }

    @Test
    @DisplayName("4.8 a person allows by keys alone, without scripts, and is led back")
    void allowsByKeys() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(new NewContextOptions().setJavaScriptEnabled(false))) {
            var page = open(visitor);
            page.keyboard().press("Tab");
            page.keyboard().insertText(mara.token());
            page.keyboard().press("Enter");
            assertThat(page.getByText("Mara Voss")).isVisible();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.startsWith(back));
            assertTrue(page.url().startsWith(back + "?code=alm_code_"), page.url());
            assertTrue(page.url().contains("&state="), page.url());
        }
    }

    @Test
    @DisplayName("4.8 a wrong token is said, and denying leads back, too")
    void denies() {
        try (var visitor = stage.visitor()) {
            var page = open(visitor);
            page.locator("#token").fill("alm_wrong");
            page.locator("button[value=continue]").click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("not a valid access token");
            Axe.scanBoth(page, "the page with a fault");
            page.locator("button[value=deny]").click();
            page.waitForURL(url -> url.startsWith(back));
            assertTrue(page.url().startsWith(back + "?error=access_denied"), page.url());
        }
    }

    @Test
    @DisplayName("4.8 the page is readable for everybody, in the light and in the dark")
    void isReadable() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            var page = open(visitor);
            Axe.scanBoth(page, "who the person is");
            page.locator("#token").fill(mara.token());
            page.locator("button[value=continue]").click();
            assertThat(page.locator("button[value=allow]")).isVisible();
            Axe.scanBoth(page, "whether the client may");
            assertEquals(0, page.context().cookies().size());
        }
    }

    /// Registers the client, and leads a person here.
    private Page open(Visitor visitor) {
        var registered = OAuth.client(Map.of("redirect_uris", List.of(back)));
        var page = visitor.page();
        visitor.mayBeLedTo(back.substring(0, back.lastIndexOf('/')));
        page.navigate(
                stage.address() + "/oauth/v2/auth?" + OAuth.query(OAuth.asking(registered, "redirect_uri", back)));
        return page;
    }
}

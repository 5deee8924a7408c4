package almanac.page;

import almanac.testing.Api;
import almanac.testing.Api.User;
import almanac.testing.Chromium;
import almanac.testing.PackagedService;
import almanac.testing.TcpProxy;
import com.microsoft.playwright.Browser.NewContextOptions;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Where the tests of the page play: the packaged service behind an address that stays when it is
/// started again, and a browser. One for all classes, since both take their time to start.
final class Stage implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Chromium chromium;
    private final Map<String, String> settings = new HashMap<>();
    private final TcpProxy proxy;
    private PackagedService service;

    private Stage() {
        chromium = Chromium.start();
        settings.put("almanac.data", freshData());
        // Many events are a matter of one test, the quota of all other calls is the one of production.
        settings.put("almanac.quota.calls.create-event.limit", "100000");
        settings.put("almanac.feed.rights-check", "1s");
        settings.put("almanac.database.patience", "20s");
        settings.put("almanac.database.silent-for", "20s");
        service = PackagedService.start("page", settings);
        proxy = TcpProxy.to(service.address().getPort());
        speak();
    }

    /// Hands the stage to the constructor of a test class; without a browser the class is left out.
    static final class Director implements ExecutionCondition, ParameterResolver {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Chromium.isLeftOut()
                    ? ConditionEvaluationResult.disabled("no Chromium")
                    : ConditionEvaluationResult.enabled("Chromium is here, or required");
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Stage.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            var stage = context.getRoot()
                    .getStore(Namespace.create(Stage.class))
                    .computeIfAbsent(Stage.class, type -> new Stage(), Stage.class);
            stage.speak();
            return stage;
        }
    }

    /// Where the browsers find the page.
    URI address() {
        return URI.create("http://127.0.0.1:" + proxy.port());
    }

    /// Somebody in a browser, who has not signed in.
    Visitor visitor() {
        return visitor(new NewContextOptions());
    }

    Visitor visitor(NewContextOptions options) {
        if (options.timezoneId == null) {
            options.setTimezoneId("Europe/Berlin");
        }
        if (options.locale == null) {
            options.setLocale("en-GB");
        }
        return new Visitor(chromium.browser().newContext(options), address());
    }

    /// Somebody in a browser, who looks at a place of the page: `#week/2026-03-02`.
    Visitor visitor(User user, String place) {
        var visitor = visitor();
        visitor.enter(user.token(), place);
        return visitor;
    }

    /// Ends the service where it stands.
    void kill() {
        proxy.refuse();
        service.kill();
    }

    /// Starts the service again on the same data, under the same address.
    ///
    /// @param meanwhile what is done while browsers do not reach it yet
    void startAgain(Runnable meanwhile) {
        service = PackagedService.start("page-again", settings);
        speak();
        meanwhile.run();
        proxy.leadTo(service.address().getPort());
    }

    /// A new account. The first calls of a service are slow, and may be refused for that.
    User user(String name) {
        var address =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", ".") + "-" + Long.toHexString(System.nanoTime());
        var user = new AtomicReference<User>();
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> user.set(Api.user(address + "@example.com", name)));
        return user.get();
    }

    /// From here on [Api] speaks with this service.
    private void speak() {
        RestAssured.baseURI = "http://127.0.0.1";
        RestAssured.port = service.address().getPort();
    }

    private static String freshData() {
        try {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "page-data-")
                    .toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        proxy.close();
        service.close();
        chromium.close();
        RestAssured.reset();
    }
}

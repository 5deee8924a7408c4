package almanac.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import almanac.testing.Api;
import almanac.testing.Api.User;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Coming in and going out, and a service that does not answer.
@ExtendWith(Stage.Director.class)
class SessionIT {
    private static final double A_WHILE = 30_000;

    private final Stage stage;

    SessionIT(Stage stage) {
        this.stage = stage;
    }

    @Test
    void aTokenThatIsPastedOpensThePageAndIsForgottenAtTheEnd() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.knock();
            signIn(visitor, mara.token());
            visitor.awaitLive();
            assertThat(visitor.page().locator("#calendars li")).hasCount(1);
            assertFalse(visitor.page().url().contains("alm_"));
            var feedToken = visitor.page().evaluate("almanac.session.feedToken.token");
            visitor.button("Sign out").click();
            assertThat(visitor.page().locator("#sign-in-error")).containsText("signed out");
            assertEquals(0, visitor.page().evaluate("sessionStorage.length + localStorage.length"));
            assertEquals("", visitor.page().evaluate("document.cookie"));
            visitor.page()
                    .waitForCondition(() -> given().get("/api/v2/changes?feed_token=" + feedToken)
                                    .statusCode()
                            == 401);
        }
    }

    @Test
    void signsOutOfAServiceThatDoesNotAnswer() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.knock();
            signIn(visitor, mara.token());
            visitor.awaitLive();
            visitor.page().route("**/api/v2/**", route -> {});
            visitor.button("Sign out").click();
            assertThat(visitor.page().locator("#sign-in-error")).containsText("signed out");
            assertEquals(0, visitor.page().evaluate("sessionStorage.length"));
        }
    }

    @Test
    void aTokenThatExpiresLeadsBackToTheWayIn() {
        var mara = stage.user("Mara Voss");
        String token = Api.admin()
                .body(Map.of("scopes", Api.ALL_SCOPES, "expires_in", 8))
                .post("/admin/accounts/{zuid}/tokens", mara.zuid())
                .path("data.access_token");
        try (var visitor = stage.visitor()) {
            visitor.knock();
            signIn(visitor, token);
            visitor.awaitLive();
            assertThat(error(visitor))
                    .containsText("has ended or was revoked", new ContainsTextOptions().setTimeout(A_WHILE));
            assertThat(visitor.page().locator("#app")).isHidden();
        }
    }

    @Test
    void saysWhatIsWrongWithAToken() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.knock();
            signIn(visitor, "");
            assertThat(error(visitor)).hasText("Paste a token to sign in.");
            signIn(visitor, "Mörchen");
            assertThat(error(visitor)).containsText("no token");
            signIn(visitor, "alm_wrong");
            assertThat(error(visitor)).containsText("does not know this token");
            signIn(visitor, Api.token(mara.zuid(), List.of("ZohoCalendar.search.READ")));
            assertThat(error(visitor)).containsText("ZohoCliq.CalendarEvents.ALL");
        }
    }

    @Test
    void countsDownUntilATokenMayBeTriedAgainAndLetsAnotherOneBeTriedAtOnce() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            var button = visitor.page().locator("#sign-in-button");
            visitor.page().route("**/api/v2/calendars?*", route -> refuse(route, 429, 3));
            visitor.knock();
            signIn(visitor, mara.token());
            assertThat(button).hasText(Pattern.compile("Wait 0:0[123]"));
            assertThat(button).isDisabled();
            assertThat(button).hasText("Sign in");
            visitor.page().route("**/api/v2/calendars?*", route -> refuse(route, 429, 600));
            signIn(visitor, mara.token());
            assertThat(button).isDisabled();
            visitor.picture("sign-in-locked");
            visitor.page().getByLabel("Access token").fill("another");
            assertThat(button).isEnabled();
        }
    }

    @Test
    void aTokenWithoutTheScopesOfEventsShowsCalendarsAndSaysWhatIsMissing() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.knock();
            signIn(visitor, Api.token(mara.zuid(), List.of("ZohoCliq.CalendarEvents.ALL")));
            assertThat(visitor.page().locator("#calendars li")).hasCount(1);
            assertThat(visitor.page().locator(".notice-loading")).containsText("ZohoCalendar.event.ALL");
            assertThat(visitor.page().locator(".notice-feed")).containsText("ZohoCalendar.event.ALL");
            assertThat(visitor.page().locator("#connection")).hasText("Not live");
        }
    }

    @Test
    void aTokenThatIsRevokedLeadsBackToTheWayIn() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor()) {
            visitor.knock();
            signIn(visitor, mara.token());
            visitor.awaitLive();
            revokeAll(mara);
            assertThat(visitor.page().locator("#sign-in")).isVisible(new IsVisibleOptions().setTimeout(2 * A_WHILE));
            assertThat(error(visitor)).containsText("has ended or was revoked");
            assertEquals(0, visitor.page().evaluate("sessionStorage.length"));
        }
    }

    @Test
    void waitsForAServiceThatIsAwayAndSaysThenThatTheTokenHasEnded() {
        var mara = stage.user("Mara Voss");
        var isAway = new AtomicBoolean(true);
        try (var visitor = stage.visitor(mara, "")) {
            visitor.page().route("**/api/v2/**", route -> answer(route, isAway.get(), 404));
            visitor.page().reload();
            assertThat(visitor.page().locator("#waiting")).isVisible();
            assertThat(visitor.page().locator("#sign-in")).isHidden();
            revokeAll(mara);
            isAway.set(false);
            assertThat(error(visitor)).containsText("has ended or was revoked");
            assertThat(visitor.page().locator("#waiting")).isHidden();
        }
    }

    @Test
    void goesOnWhenAServiceThatAnswered503IsBack() {
        var mara = stage.user("Mara Voss");
        Api.create(mara, Api.event("Tea"));
        var isAway = new AtomicBoolean(true);
        try (var visitor = stage.visitor(mara, "")) {
            visitor.page().route("**/api/v2/events?*", route -> answer(route, isAway.get()));
            visitor.page().navigate(stage.address() + "/#month/2026-03-02");
            visitor.page().reload();
            assertThat(visitor.page().locator(".notice-loading")).containsText("cannot be loaded right now");
            visitor.picture("unavailable");
            isAway.set(false);
            assertThat(visitor.event("Tea")).isVisible(new IsVisibleOptions().setTimeout(A_WHILE));
            assertThat(visitor.page().locator(".notice-loading")).hasCount(0);
        }
    }

    @Test
    void aSaveThatIsAnswered503KeepsTheFormAndCanBeRepeated() {
        var mara = stage.user("Mara Voss");
        var isAway = new AtomicBoolean(true);
        try (var visitor = stage.visitor(mara, "#month/2026-03-02")) {
            visitor.page().route("**/api/v2/events", route -> answer(route, isAway.get()));
            visitor.page().keyboard().press("n");
            visitor.page().getByLabel("Title").fill("Tea");
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#edit-error")).containsText("try again in a moment");
            isAway.set(false);
            visitor.button("Save").click();
            assertThat(visitor.page().locator("#details h2")).hasText("Tea");
        }
    }

    @Test
    void aStreamThatIsRefusedIsOpenedAgainAndNothingIsMissed() {
        var mara = stage.user("Mara Voss");
        var isAway = new AtomicBoolean(true);
        try (var visitor = stage.visitor()) {
            visitor.page().route("**/api/v2/changes*", route -> answer(route, isAway.get()));
            visitor.page().navigate(stage.address() + "/#month/2026-03-02");
            signIn(visitor, mara.token());
            assertThat(visitor.page().locator("#connection")).containsText("trying again in");
            visitor.awaitLoaded();
            Api.create(mara, Api.event("Meanwhile"));
            assertThat(visitor.event("Meanwhile")).hasCount(0);
            isAway.set(false);
            visitor.awaitLive();
            assertThat(visitor.event("Meanwhile")).isVisible();
        }
    }

    @Test
    void loadsEachMonthOnceAndReadsNothingTwice() {
        var mara = stage.user("Mara Voss");
        try (var visitor = stage.visitor(mara, "#month/2026-03-02")) {
            var asked = new ArrayList<String>();
            visitor.page().onRequest(request -> {
                if (request.url().contains("/events?")) {
                    asked.add(request.url());
                }
            });
            visitor.page().keyboard().press("w");
            visitor.page().keyboard().press("d");
            visitor.page().keyboard().press("a");
            visitor.page().keyboard().press("m");
            visitor.page().keyboard().press("ArrowRight");
            visitor.page()
                    .waitForRequest(
                            "**/events?*", () -> visitor.page().keyboard().press("ArrowRight"));
            visitor.awaitLoaded();
            assertThat(visitor.page().locator("#range")).hasText("May 2026");
            visitor.page().waitForCondition(() -> asked.size() >= 2);
            assertEquals(2, asked.size(), asked.toString());
        }
    }

    private static void answer(Route route, boolean away) {
        answer(route, away, 503);
    }

    private static void answer(Route route, boolean away, int status) {
        if (away) {
            refuse(route, status, 1);
        } else {
            route.resume();
        }
    }

    private static void refuse(Route route, int status, int retryAfter) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setHeaders(Map.of("Retry-After", String.valueOf(retryAfter), "Content-Type", "application/json"))
                .setBody("{\"message\":\"The service cannot answer right now; try again later.\","
                        + "\"code\":\"overloaded\",\"errors\":[]}"));
    }

    private static Locator error(Visitor visitor) {
        return visitor.page().locator("#sign-in-error");
    }

    private static void signIn(Visitor visitor, String token) {
        visitor.page().getByLabel("Access token").fill(token);
        visitor.page()
                .getByRole(AriaRole.BUTTON)
                .filter(new FilterOptions().setHasText("Sign in"))
                .click();
    }

    private static void revokeAll(User user) {
        List<String> ids =
                Api.admin().get("/admin/accounts/{zuid}/tokens", user.zuid()).path("data.id");
        ids.forEach(id -> Api.admin().delete("/admin/tokens/{id}", id).then().statusCode(204));
    }
}

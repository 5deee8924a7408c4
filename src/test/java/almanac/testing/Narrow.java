package almanac.testing;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/// Limits that a test reaches, those on guessing and on who may be asked for free times among them; there is no quota.
///
/// Each profile is an application that is built when tests are found, and its classes stay in the heap until the last
/// test has ended: what does not get in each other's way shares one.
public class Narrow implements QuarkusTestProfile {
    private static final String REVOKE = "quarkus.fault-tolerance.\"almanac.admin.AdminResource/revoke\".rate-limit.";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("almanac.attachment.uploads-at-once", "3"),
                Map.entry("almanac.attachment.uploads-per-user", "2"),
                Map.entry("almanac.attachment.upload-patience", "1s"),
                Map.entry("almanac.attachment.user-limit", "100K"),
                Map.entry("almanac.freebusy.visibility", "shared"),
                Map.entry("almanac.limits.access-tokens", "3"),
                Map.entry("almanac.limits.calendars", "3"),
                Map.entry("almanac.limits.events", "3"),
                Map.entry("almanac.limits.feed-tokens", "2"),
                Map.entry("almanac.limits.idempotency-keys", "4"),
                Map.entry("almanac.limits.shares", "3"),
                Map.entry("almanac.limits.shares-of-a-calendar", "2"),
                Map.entry("almanac.oauth.pages-per-address", "40"),
                Map.entry("almanac.oauth.url", "https://calendar.example.com/"),
                Map.entry("almanac.quota.enabled", "false"),
                // As many wrong tokens as an address may send where nothing else is set.
                Map.entry("almanac.token.rejected-limit", "30"),
                Map.entry(REVOKE + "value", "3"),
                Map.entry(REVOKE + "window", "1"),
                Map.entry(REVOKE + "window-unit", "days"));
    }
}

package almanac.access.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The OAuth scopes that a caller's token needs, all of them, for a resource method (contract,
/// "Authentication and scopes"). Without a token: 401; with one that lacks a scope: 403 with the code
/// `oauthtoken_scope_invalid`.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scopes {
    /// Calendars.
    String CALENDAR_EVENTS = "ZohoCliq.CalendarEvents.ALL";

    /// Events, beside the one above.
    String CALENDAR = "ZohoCalendar.calendar.ALL";

    /// Events, beside the two above.
    String EVENT = "ZohoCalendar.event.ALL";

    /// Searching, beside the three above.
    String SEARCH = "ZohoCalendar.search.READ";

    /// The scopes; none means that any valid token does.
    String[] value();

    /// Whether a feed token in the query opens it, too.
    boolean feedTokens() default false;
}

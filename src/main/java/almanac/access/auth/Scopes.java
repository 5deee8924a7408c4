package almanac.access.auth;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The OAuth scopes that a resource method requires, all of them (contract, "Authentication and scopes").
/// Without a token:
/// 401. With a token that lacks a scope: 403 with the code `oauthtoken_scope_invalid`.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Scopes {
    /// Required for calendars and for events.
    String CALENDAR_EVENTS = "ZohoCliq.CalendarEvents.ALL";

    /// Required for events, in addition.
    String CALENDAR = "ZohoCalendar.calendar.ALL";

    /// Required for events, in addition.
    String EVENT = "ZohoCalendar.event.ALL";

    /// Required for searching events, in addition.
    String SEARCH = "ZohoCalendar.search.READ";

    /// Required for free/busy. `ZohoCalendar.freebusy.ALL` includes it.
    String FREE_BUSY = "ZohoCalendar.freebusy.READ";

    /// Includes [#FREE_BUSY].
    String FREE_BUSY_ALL = "ZohoCalendar.freebusy.ALL";

    /// The scopes; empty if any valid token is sufficient.
    String[] value();

    /// Whether a feed token in the query is accepted too.
    boolean feedTokens() default false;
}

package almanac.access.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// Limits of the objects that one user may store. An object over the limit is answered 507; existing ones
/// stay.
@ConfigMapping(prefix = "almanac.limits")
public interface StorageLimits {
    /// How many events the calendars of one user may have, without mirrored calendars.
    @WithDefault("100000")
    int events();

    /// How many calendars one user may have, with the default calendar and without mirrored ones.
    @WithDefault("100")
    int calendars();

    /// How many accounts one calendar may be shared with.
    @WithDefault("200")
    int sharesOfACalendar();

    /// How many shares the calendars of one user may have in total.
    @WithDefault("2000")
    int shares();

    /// How many unexpired access tokens one user may have.
    @WithDefault("200")
    int accessTokens();

    /// How many unexpired feed tokens one user may have.
    @WithDefault("500")
    int feedTokens();

    /// How many subscription links to calendars one user may have.
    @WithDefault("200")
    int icsLinks();

    /// How many idempotency keys of one user are stored. Each is stored for 24 hours.
    @WithDefault("50000")
    int idempotencyKeys();
}

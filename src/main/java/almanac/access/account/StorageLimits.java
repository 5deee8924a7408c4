package almanac.access.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/// How much one user may store. The next one is answered 507; what is there already stays.
@ConfigMapping(prefix = "almanac.limits")
public interface StorageLimits {
    /// How many events may lie in the calendars of one user, mirrored calendars left out.
    @WithDefault("100000")
    int events();

    /// How many calendars one user may have, the default calendar included and mirrored ones left out.
    @WithDefault("100")
    int calendars();

    /// How many accounts one calendar may be shared with.
    @WithDefault("200")
    int sharesOfACalendar();

    /// How many shares the calendars of one user may have together.
    @WithDefault("2000")
    int shares();

    /// How many access tokens one user may have that have not ended.
    @WithDefault("200")
    int accessTokens();

    /// How many feed tokens one user may have that have not ended.
    @WithDefault("500")
    int feedTokens();

    /// How many idempotency keys of one user are kept; each is kept for a day.
    @WithDefault("50000")
    int idempotencyKeys();
}

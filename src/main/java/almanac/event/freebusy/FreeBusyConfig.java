package almanac.event.freebusy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Locale;

/// Free/busy.
@ConfigMapping(prefix = "almanac.freebusy")
interface FreeBusyConfig {
    /// Whose times an account may ask for, besides its own.
    enum Visibility {
        /// Those of all accounts.
        ACCOUNTS,
        /// Those of the owners of calendars that are shared with it.
        SHARED,
        /// Nobody's.
        NONE;

        /// As the statement compares it.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Whose times an account may ask for, besides its own: those of all accounts (`accounts`), of the owners of
    /// calendars that are shared with it (`shared`), or nobody's (`none`). Others are answered like addresses
    /// without an account.
    @WithDefault("accounts")
    Visibility visibility();
}

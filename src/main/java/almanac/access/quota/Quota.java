package almanac.access.quota;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The rate limit of a call: a number of requests of one user within a window, then a lock (contract,
/// "Quota").
///
/// The settings are `almanac.quota.*` for all calls and `almanac.quota.calls.<name>.*` for one.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Quota {
    /// The value for a call that is not counted: the quota itself, and calls without a user.
    String FREE = "";

    /// The name of the call, such as `list-events`. It stands for one method and one path template, and is
    /// the key in the settings.
    String value();
}

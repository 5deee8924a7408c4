package almanac.access.quota;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The threshold of a call: so many requests of one user in a window of time, then a lock (contract,
/// "Quota").
///
/// How many, how long: `almanac.quota.*` for all calls, `almanac.quota.calls.<name>.*` for one.
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Quota {
    /// What a call that costs nothing is annotated with: it tells of the quota itself, or no user makes
    /// it.
    String FREE = "";

    /// The name of the call, such as `list-events`: one method and one route template, and one key of
    /// the configuration.
    String value();
}

package almanac.access.quota;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call that is limited in running requests of one user, together with all other calls that have this
/// annotation: `almanac.quota.at-once`. As many more requests wait for up to
/// `almanac.quota.at-once-patience`. Any further request is refused with 429 and not counted.
///
/// A request is running from its authentication until its answer is complete or its client closes the
/// connection. Streams have a limit of their own (`almanac.feed.streams-per-user`).
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface UserBulkhead {}

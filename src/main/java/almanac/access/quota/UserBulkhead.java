package almanac.access.quota;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A call of which each user may have only so many requests under way at once, together with all other calls
/// that are annotated so: `almanac.quota.at-once`. As many more wait for `almanac.quota.at-once-patience`;
/// beyond that a request is refused with 429 and is not counted.
///
/// A request is under way from the moment its caller is known until its answer is complete or its client hangs
/// up. Streams have a limit of their own (`almanac.feed.streams-per-user`).
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface UserBulkhead {}

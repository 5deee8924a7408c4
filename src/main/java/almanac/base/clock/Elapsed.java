package almanac.base.clock;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The clock that intervals are measured by: it counts the ms since the process has started, and goes neither
/// back nor faster when the time of the machine is set. What it tells means nothing to another process, and is
/// never stored.
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Elapsed {}

package almanac.base.clock;

import jakarta.inject.Qualifier;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The clock for intervals, in ms since the start of the process. It is monotonic: setting the time of the
/// machine does not change it. Its values are meaningless to another process, and are never stored.
@Qualifier
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER})
public @interface Elapsed {}

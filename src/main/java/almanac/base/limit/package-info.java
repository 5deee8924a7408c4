/// Rate limits: a number of requests within a window, then a lock. And the state of circuit breakers as a metric.
@NullMarked
@CheckReturnValue
package almanac.base.limit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// What clients send about events: bodies, conditions, and which of several occurrences they mean.
@NullMarked
@CheckReturnValue
package almanac.event.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

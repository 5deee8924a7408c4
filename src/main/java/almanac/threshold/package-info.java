/// So many requests in a window of time, then a lock: counted exactly, in a bounded amount of memory.
@NullMarked
@CheckReturnValue
package almanac.threshold;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The time, and how much of it has passed: two clocks for the whole service, which tests move.
@NullMarked
@CheckReturnValue
package almanac.base.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The time, as a bean that a test can move.
@NullMarked
@CheckReturnValue
package almanac.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

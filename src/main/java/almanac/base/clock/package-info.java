/// Two clocks for the whole service, one for the time and one for intervals. Tests replace both.
@NullMarked
@CheckReturnValue
package almanac.base.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

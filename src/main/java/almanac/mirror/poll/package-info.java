/// Reads linked accounts in rounds, and writes down what changed.
@NullMarked
@CheckReturnValue
package almanac.mirror.poll;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Follows the committed log, once for each node, and prunes it.
@NullMarked
@CheckReturnValue
package almanac.log.tail;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

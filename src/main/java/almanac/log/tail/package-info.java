/// Follows the committed log, once for each node, and removes what is too old.
@NullMarked
@CheckReturnValue
package almanac.log.tail;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

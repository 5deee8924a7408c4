/// Appends changes to the log, in the transaction that makes them.
@NullMarked
@CheckReturnValue
package almanac.log.append;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

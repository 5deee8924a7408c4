/// How often a user may make each call, and the lock that follows.
@NullMarked
@CheckReturnValue
package almanac.quota;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

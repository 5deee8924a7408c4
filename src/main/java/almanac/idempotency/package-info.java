/// Requests that are carried out once, however often they are sent.
@NullMarked
@CheckReturnValue
package almanac.idempotency;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Secret addresses from which calendar programs subscribe to a calendar.
@NullMarked
@CheckReturnValue
package almanac.event.subscription;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The only write path of events, for the API, the mirror and background work.
@NullMarked
@CheckReturnValue
package almanac.event.write;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

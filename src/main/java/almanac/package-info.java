/// Almanac, an event and calendar service: how it starts and ends. What it does is in the rooms below.
@NullMarked
@CheckReturnValue
package almanac;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

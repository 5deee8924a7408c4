/// Almanac, an event and calendar service: its start and its shutdown. The features are in the rooms below.
@NullMarked
@CheckReturnValue
package almanac;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

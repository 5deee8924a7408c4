/// Events and their attendees: reading them, and the one path on which they change.
@NullMarked
@CheckReturnValue
package almanac.event;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

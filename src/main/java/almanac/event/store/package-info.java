/// Versions of events: how they are made, and stored with their log entries.
@NullMarked
@CheckReturnValue
package almanac.event.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Calendars and shares as they are stored: found, listed, and changed on one path.
@NullMarked
@CheckReturnValue
package almanac.calendar.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

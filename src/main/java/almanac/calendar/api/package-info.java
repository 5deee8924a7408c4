/// Calendars and their shares over HTTP.
@NullMarked
@CheckReturnValue
package almanac.calendar.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

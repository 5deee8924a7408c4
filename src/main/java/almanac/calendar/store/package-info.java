/// Storage of calendars and shares: finding, listing, and all writes.
@NullMarked
@CheckReturnValue
package almanac.calendar.store;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

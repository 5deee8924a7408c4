/// Import and export of iCalendar files over HTTP.
@NullMarked
@CheckReturnValue
package almanac.event.transfer;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

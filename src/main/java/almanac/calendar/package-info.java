/// Calendars, and the shares that open them to other accounts.
@NullMarked
@CheckReturnValue
package almanac.calendar;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

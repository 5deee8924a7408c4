/// Calendars as clients see them: values, keys, privileges and outcomes.
@NullMarked
@CheckReturnValue
package almanac.calendar.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Messages that time brings to a live view of events: reminders, starts and ends (docs/recurrence.md, 7).
@NullMarked
@CheckReturnValue
package almanac.feed.clock;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

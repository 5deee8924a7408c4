/// iCalendar files (RFC 5545): what they say of events, and events written as such files. Nothing here is
/// stored or sent.
@NullMarked
@CheckReturnValue
package almanac.event.ical;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

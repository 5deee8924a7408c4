/// Series of events: their occurrences, and what an edit makes of them. Nothing here is stored or sent.
@NullMarked
@CheckReturnValue
package almanac.event.series;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

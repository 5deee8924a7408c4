/// Changes of events that the system makes itself: by new names of people, by newer rules, by the passing of time.
@NullMarked
@CheckReturnValue
package almanac.event.upkeep;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

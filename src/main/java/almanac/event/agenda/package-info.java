/// The read side: single events, lists, searches, and the list for feeds.
@NullMarked
@CheckReturnValue
package almanac.event.agenda;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

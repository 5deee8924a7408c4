/// The read side: one event, lists, searches, and the list that can be watched.
@NullMarked
@CheckReturnValue
package almanac.event.agenda;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

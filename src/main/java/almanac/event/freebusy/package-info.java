/// Free/busy: when people are taken, and nothing else about it.
@NullMarked
@CheckReturnValue
package almanac.event.freebusy;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The log read out over HTTP: live views and the log itself, as Server-Sent Events that lose nothing.
@NullMarked
@CheckReturnValue
package almanac.feed;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

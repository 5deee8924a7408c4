/// Streams, pages of the log and feed tokens over HTTP.
@NullMarked
@CheckReturnValue
package almanac.feed.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The events of a stream, encoded once.
@NullMarked
@CheckReturnValue
package almanac.feed.message;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

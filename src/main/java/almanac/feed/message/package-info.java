/// What the messages of a stream say, encoded once.
@NullMarked
@CheckReturnValue
package almanac.feed.message;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

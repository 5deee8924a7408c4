/// One connection: its queue, its bytes, its end.
@NullMarked
@CheckReturnValue
package almanac.feed.stream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

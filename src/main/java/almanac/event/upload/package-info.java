/// Uploads over HTTP: admitted in order, streamed to disk, within limits.
@NullMarked
@CheckReturnValue
package almanac.event.upload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

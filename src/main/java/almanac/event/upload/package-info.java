/// Uploads over HTTP: admitted in turn, streamed to disk, within bounds.
@NullMarked
@CheckReturnValue
package almanac.event.upload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

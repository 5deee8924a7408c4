/// Uploaded files: stored, attached to events, removed when unused.
@NullMarked
@CheckReturnValue
package almanac.event.attachment;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Uploaded files: kept, attached to events, removed when nothing holds them.
@NullMarked
@CheckReturnValue
package almanac.event.attachment;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

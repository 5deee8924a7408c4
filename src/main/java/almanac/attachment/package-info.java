/// Uploaded files and where they are kept.
@NullMarked
@CheckReturnValue
package almanac.attachment;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

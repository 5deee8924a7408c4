/// Changes of mirrored events: made at the remote service first, then here.
@NullMarked
@CheckReturnValue
package almanac.mirror.writethrough;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

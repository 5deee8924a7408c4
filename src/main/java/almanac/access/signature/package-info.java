/// Texts that were signed here, so that a client can keep them and bring them back unchanged.
@NullMarked
@CheckReturnValue
package almanac.access.signature;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

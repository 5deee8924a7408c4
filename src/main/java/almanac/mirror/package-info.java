/// The mirror: what happens in an account elsewhere is written down here, and what is done here to what
/// lives there is done there first.
@NullMarked
@CheckReturnValue
package almanac.mirror;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

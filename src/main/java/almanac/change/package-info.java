/// The committed log of every change, which knows nothing of what it carries.
@NullMarked
@CheckReturnValue
package almanac.change;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

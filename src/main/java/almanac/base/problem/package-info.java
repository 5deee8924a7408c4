/// Errors: the kinds of failure, with their status, code and JSON body.
@NullMarked
@CheckReturnValue
package almanac.base.problem;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

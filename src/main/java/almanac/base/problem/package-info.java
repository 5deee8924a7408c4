/// Errors: what a failure is called, its status, its code, and the JSON body that every client gets.
@NullMarked
@CheckReturnValue
package almanac.base.problem;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// What a client is told when a request cannot be answered: one body, one table of texts, one place
/// that maps failures.
@NullMarked
@CheckReturnValue
package almanac.problem;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

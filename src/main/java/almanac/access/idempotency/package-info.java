/// Carries out a repeated request once, and repeats its answer.
@NullMarked
@CheckReturnValue
package almanac.access.idempotency;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

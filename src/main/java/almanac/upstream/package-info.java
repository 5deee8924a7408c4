/// Another service that speaks the same contract: how it is reached, what may be asked of it, and what
/// it answers.
@NullMarked
@CheckReturnValue
package almanac.upstream;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Recurrence: the rules of RFC 5545, the times that they give, and the ids of these times
/// (docs/recurrence.md, sections 1 and 2).
@NullMarked
@CheckReturnValue
package almanac.base.recurrence;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

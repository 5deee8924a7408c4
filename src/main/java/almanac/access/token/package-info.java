/// Tokens of callers, of feeds and of the administrator, and what each grants.
@NullMarked
@CheckReturnValue
package almanac.access.token;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

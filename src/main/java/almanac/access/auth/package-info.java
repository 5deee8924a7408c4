/// Authentication: who calls, with which scopes, and how guesses are slowed down.
@NullMarked
@CheckReturnValue
package almanac.access.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

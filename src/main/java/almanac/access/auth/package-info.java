/// Authentication: the caller of a request, its scopes, and the limit of guessed tokens.
@NullMarked
@CheckReturnValue
package almanac.access.auth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

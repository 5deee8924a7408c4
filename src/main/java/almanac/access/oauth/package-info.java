/// OAuth over HTTP: the endpoints by which clients get their tokens, and what they find out about these
/// (docs/oauth.md).
@NullMarked
@CheckReturnValue
package almanac.access.oauth;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

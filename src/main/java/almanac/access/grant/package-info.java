/// Clients that act for accounts, and what accounts have granted them (docs/oauth.md).
@NullMarked
@CheckReturnValue
package almanac.access.grant;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

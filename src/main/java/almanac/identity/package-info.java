/// Who calls: accounts, access tokens, scopes and the administrator's token.
@NullMarked
@CheckReturnValue
package almanac.identity;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The page on which a person says whether a client may act for them (docs/oauth.md).
@NullMarked
@CheckReturnValue
package almanac.access.consent;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The links of accounts over HTTP, for the administrator.
@NullMarked
@CheckReturnValue
package almanac.mirror.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

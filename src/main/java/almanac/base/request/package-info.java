/// Strict reading of requests: queries, headers, JSON values, text and addresses.
@NullMarked
@CheckReturnValue
package almanac.base.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

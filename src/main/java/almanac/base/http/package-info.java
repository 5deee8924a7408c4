/// What stands in front of every resource: methods, headers, bodies within bounds, labels of metrics and logs.
@NullMarked
@CheckReturnValue
package almanac.base.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Checks before every resource: methods, headers, body limits, and the labels of metrics and logs.
@NullMarked
@CheckReturnValue
package almanac.base.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

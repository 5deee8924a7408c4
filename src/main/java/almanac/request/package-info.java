/// What a client sent: query parameters, JSON values and their rules, read strictly and refused by
/// field.
@NullMarked
@CheckReturnValue
package almanac.request;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Events: values and outcomes.
@NullMarked
@CheckReturnValue
package almanac.event.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

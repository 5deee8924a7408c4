/// Events over HTTP.
@NullMarked
@CheckReturnValue
package almanac.event.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

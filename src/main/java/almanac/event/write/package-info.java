/// The one path on which events change, whoever asks: API, mirror and background work.
@NullMarked
@CheckReturnValue
package almanac.event.write;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Reads the database and the log at one moment.
@NullMarked
@CheckReturnValue
package almanac.log.read;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

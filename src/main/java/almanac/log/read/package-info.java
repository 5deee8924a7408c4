/// Reads the database and the log in one snapshot.
@NullMarked
@CheckReturnValue
package almanac.log.read;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

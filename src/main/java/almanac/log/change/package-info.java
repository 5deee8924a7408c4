/// The types of the log: a change, a cursor, a list that can be watched. They know no feature.
@NullMarked
@CheckReturnValue
package almanac.log.change;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

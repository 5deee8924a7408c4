/// PostgreSQL: the embedded server or an external one, and the transactions every write runs in.
@NullMarked
@CheckReturnValue
package almanac.database;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

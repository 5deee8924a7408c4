/// Access to the database: connections, transactions, statements, time limits, and the schema.
@NullMarked
@CheckReturnValue
package almanac.storage.database;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The counts of requests and their locks: in the memory of this node, in the database, or in Redis.
@NullMarked
@CheckReturnValue
package almanac.access.ledger;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

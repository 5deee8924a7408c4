/// The nodes of one database: which there are, what they tell each other, and the time that they share.
@NullMarked
@CheckReturnValue
package almanac.storage.node;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The quota of each user and call (contract, section 9), enforced by annotation.
@NullMarked
@CheckReturnValue
package almanac.access.quota;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Speaks the contract with the remote service.
@NullMarked
@CheckReturnValue
package almanac.mirror.client;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

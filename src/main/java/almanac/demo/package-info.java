/// The demo start: accounts, events, and commands to try.
@NullMarked
@CheckReturnValue
package almanac.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

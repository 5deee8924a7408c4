/// The demo start: accounts and events to look at, and what to paste into a shell.
@NullMarked
@CheckReturnValue
package almanac.demo;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

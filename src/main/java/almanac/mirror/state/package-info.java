/// What is known of mirrored calendars and events beside what they are.
@NullMarked
@CheckReturnValue
package almanac.mirror.state;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

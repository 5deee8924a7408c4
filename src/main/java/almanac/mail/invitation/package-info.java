/// What guests without an account are told of an event.
@NullMarked
@CheckReturnValue
package almanac.mail.invitation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

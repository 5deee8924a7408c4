/// Answering an invitation.
@NullMarked
@CheckReturnValue
package almanac.rsvp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

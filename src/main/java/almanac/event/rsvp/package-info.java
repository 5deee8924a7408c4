/// Answers to invitations over HTTP.
@NullMarked
@CheckReturnValue
package almanac.event.rsvp;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Signed addresses by which a guest answers an invitation.
@NullMarked
@CheckReturnValue
package almanac.mail.link;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Sends mails to the mail server.
@NullMarked
@CheckReturnValue
package almanac.mail.delivery;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

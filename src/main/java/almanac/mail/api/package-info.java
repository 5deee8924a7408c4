/// Mails over HTTP: answers of guests, and what the administrator sees.
@NullMarked
@CheckReturnValue
package almanac.mail.api;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

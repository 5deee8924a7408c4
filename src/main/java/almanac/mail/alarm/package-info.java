/// When e-mail reminders are due, and what is sent then.
@NullMarked
@CheckReturnValue
package almanac.mail.alarm;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Follows the log, and plans the mails that a change asks for.
@NullMarked
@CheckReturnValue
package almanac.mail.journal;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Mails that are to be sent, as rows of the database.
@NullMarked
@CheckReturnValue
package almanac.mail.outbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

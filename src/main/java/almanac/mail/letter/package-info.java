/// The text of mails, in the language of the recipient.
@NullMarked
@CheckReturnValue
package almanac.mail.letter;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// Accounts: people and teams that have calendars.
@NullMarked
@CheckReturnValue
package almanac.access.account;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The administrator's calls: accounts and their tokens.
@NullMarked
@CheckReturnValue
package almanac.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

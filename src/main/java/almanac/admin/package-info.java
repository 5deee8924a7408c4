/// What the administrator does over HTTP: accounts and their tokens.
@NullMarked
@CheckReturnValue
package almanac.admin;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

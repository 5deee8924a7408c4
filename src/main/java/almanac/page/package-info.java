/// The web page: a live calendar in the browser, served from the jar, which uses only the public API.
@NullMarked
@CheckReturnValue
package almanac.page;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

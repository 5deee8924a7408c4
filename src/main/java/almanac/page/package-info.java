/// The page for people: a live calendar in the browser, served from the jar and fed by the API alone.
@NullMarked
@CheckReturnValue
package almanac.page;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// The contents of watched lists, and how streams join them.
@NullMarked
@CheckReturnValue
package almanac.feed.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

/// What is in a list that is watched, and how streams join it.
@NullMarked
@CheckReturnValue
package almanac.feed.view;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

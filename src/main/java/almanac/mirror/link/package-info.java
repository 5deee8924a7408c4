/// Links between accounts here and accounts of another service, with their secrets sealed.
@NullMarked
@CheckReturnValue
package almanac.mirror.link;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

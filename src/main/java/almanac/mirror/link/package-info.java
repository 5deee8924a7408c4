/// Links between accounts here and accounts of a remote service, with their secrets sealed.
@NullMarked
@CheckReturnValue
package almanac.mirror.link;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;

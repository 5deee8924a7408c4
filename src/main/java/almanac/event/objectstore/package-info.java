/// Objects in an S3 object store: written, read, listed and removed, with a circuit breaker.
@NullMarked
@CheckReturnValue
package almanac.event.objectstore;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
